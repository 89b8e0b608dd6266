package dev.twinset.worker.search;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.result.Copies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes an answer of a ranking, as {@link Found} says. */
final class Walk {
    private final Query query;
    private final AnswerOptions options;
    private final int most;
    private final List<Result> results = new ArrayList<>();
    private final List<String> copiesOfItself = new ArrayList<>();
    /** Where it stopped: what comes after this was not looked at. */
    private double floor;

    Walk(Query query) {
        this(
                query,
                query.options().diversity() > 0
                        ? 4 * query.options().limit()
                        : query.options().limit());
    }

    private Walk(Query query, int most) {
        this.query = query;
        options = query.options();
        this.most = most;
        floor = options.scoreThreshold().orElse(-1);
    }

    Walk copy() {
        return copy(most);
    }

    /** For the walk over the items that the filter excludes. */
    Walk filling() {
        return copy(options.limit());
    }

    private Walk copy(int mostOfCopy) {
        Walk copy = new Walk(query, mostOfCopy);
        results.forEach(result -> copy.results.add(result.copy()));
        copy.copiesOfItself.addAll(copiesOfItself);
        return copy;
    }

    int found() {
        return results.size();
    }

    int missing() {
        return most - results.size();
    }

    /** Goes on over a ranking; false if it came to its end without a reason to stop. */
    boolean over(List<Candidate> ranking, boolean fallback) {
        float[] vector = new float[query.vector().length];
        for (Candidate candidate : ranking) {
            if (query.itself().isPresent() && candidate.score() >= Cosine.COPY) {
                copiesOfItself.add(candidate.itemId());
                continue;
            }
            candidate.rows().read(candidate.row(), vector);
            Result original = original(vector);
            if (original != null) {
                original.copies.add(candidate.itemId());
                continue;
            }
            String group = options.groupBy()
                    .map(name ->
                            candidate.rows().attributes().value(candidate.rows().sets()[candidate.row()], name))
                    .filter(value -> !value.isEmpty())
                    .orElse(null);
            if (group != null && isFull(group)) {
                continue;
            }
            if (results.size() == most) {
                floor = fallback ? floor : candidate.score();
                return true;
            }
            results.add(new Result(candidate.itemId(), candidate.score(), vector.clone(), group, fallback));
        }
        return false;
    }

    Found answer() {
        List<Result> chosen = new ArrayList<>(results);
        if (options.diversity() > 0) {
            List<Result> ranked =
                    results.stream().filter(result -> !result.fallback).toList();
            chosen = Diversity.choose(ranked, options.limit(), options.diversity());
            results.stream().filter(result -> result.fallback).forEach(chosen::add);
        }
        return new Found(chosen.stream().map(Result::found).toList(), copies(copiesOfItself), floor);
    }

    private @Nullable Result original(float[] vector) {
        for (Result result : results) {
            if (Cosine.isCopy(result.vector, vector)) {
                return result;
            }
        }
        return null;
    }

    private boolean isFull(String group) {
        int inGroup = 0;
        for (Result result : results) {
            if (group.equals(result.group)) {
                inGroup++;
            }
        }
        return inGroup >= options.groupSize();
    }

    private static Copies copies(List<String> itemIds) {
        if (itemIds.isEmpty()) {
            return Copies.NONE;
        }
        Collections.sort(itemIds);
        return Copies.of(itemIds);
    }

    /** One item of an answer, whose copies are not all known yet. */
    static final class Result {
        final String itemId;
        final float score;
        final float[] vector;
        final @Nullable String group;
        final boolean fallback;
        final List<String> copies = new ArrayList<>();

        Result(String itemId, float score, float[] vector, @Nullable String group, boolean fallback) {
            this.itemId = itemId;
            this.score = score;
            this.vector = vector;
            this.group = group;
            this.fallback = fallback;
        }

        Result copy() {
            Result copy = new Result(itemId, score, vector, group, fallback);
            copy.copies.addAll(copies);
            return copy;
        }

        FoundItem found() {
            return new FoundItem(itemId, score, copies(copies), fallback, vector);
        }
    }
}
