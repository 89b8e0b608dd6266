package dev.twinset.worker.audit;

import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.result.Copies;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.worker.audit.Verdict.Difference;
import dev.twinset.worker.search.Cosine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One search by the rules that answers promise, the slow and obvious way. It shares nothing with the worker's search
 * but the score of two vectors.
 */
public final class SearchAgain {
    /** From this score on two items show the same image. */
    private static final float COPY = 0.99999f;

    /** So many results for each of the limit are there to choose diverse ones from. */
    private static final int CHOICE = 4;

    private final AnswerOptions options;
    private final Optional<String> itself;
    private final float[] asked;
    private final List<Result> results = new ArrayList<>();
    private final List<String> ownCopies = new ArrayList<>();
    private final Map<String, Integer> groups = new HashMap<>();

    private static final class Result {
        final String itemId;
        final float[] vector;
        final float score;
        final boolean fallback;
        final List<String> copies = new ArrayList<>();

        Result(String itemId, float[] vector, float score, boolean fallback) {
            this.itemId = itemId;
            this.vector = vector;
            this.score = score;
            this.fallback = fallback;
        }
    }

    /** @param copies of the item that asks */
    record Answer(List<Recommendation> recommendations, Copies copies) {}

    private SearchAgain(AnswerOptions options, Optional<String> itself, float[] asked) {
        this.options = options;
        this.itself = itself;
        this.asked = asked;
    }

    /**
     * Where an answer is another one than it should be; reasons and matches, which do not come of a search, aside.
     *
     * @param upload whether an item asks, which is never in its own answer; else a query does
     * @param asked the feature that the items were compared with
     * @param items all that was searched
     * @param tolerance by which scores may differ
     */
    public static List<Difference> differences(
            Recommendations answer, boolean upload, float[] asked, Collection<FeatureRecord> items, float tolerance) {
        Answer again = search(answer, upload, asked, items);
        List<Difference> differences = new ArrayList<>();
        if (answer.snapshot().items() != items.size()) {
            differences.add(new Difference(
                    "items searched", Long.toString(answer.snapshot().items()), Integer.toString(items.size())));
        }
        if (!answer.copies().equals(again.copies())) {
            differences.add(new Difference("copies", text(answer.copies()), text(again.copies())));
        }
        List<Recommendation> published = answer.recommendations();
        List<Recommendation> repeated = again.recommendations();
        for (int i = 0; i < Math.max(published.size(), repeated.size()); i++) {
            Optional<Recommendation> one = at(published, i);
            Optional<Recommendation> other = at(repeated, i);
            if (one.isEmpty() || other.isEmpty() || !same(one.get(), other.get(), tolerance)) {
                differences.add(new Difference(
                        "rank " + (i + 1),
                        one.map(SearchAgain::text).orElse(""),
                        other.map(SearchAgain::text).orElse("")));
            }
        }
        return differences;
    }

    /** Of the items that an answer should name, the best first. */
    public static List<String> itemIds(
            Recommendations answer, boolean upload, float[] asked, Collection<FeatureRecord> items) {
        return search(answer, upload, asked, items).recommendations().stream()
                .map(Recommendation::itemId)
                .toList();
    }

    private static Optional<Recommendation> at(List<Recommendation> all, int place) {
        return place < all.size() ? Optional.of(all.get(place)) : Optional.empty();
    }

    /** Matches and reasons do not come of a search. */
    private static boolean same(Recommendation one, Recommendation other, float tolerance) {
        return one.rank() == other.rank()
                && one.itemId().equals(other.itemId())
                && Math.abs(one.score() - other.score()) <= tolerance
                && one.copies().equals(other.copies())
                && one.fallback() == other.fallback();
    }

    private static String text(Recommendation one) {
        String copies = text(one.copies());
        return one.rank() + " " + one.itemId() + " " + one.score()
                + (copies.isEmpty() ? "" : " with copies " + copies)
                + (one.fallback() ? " as fallback" : "");
    }

    private static String text(Copies copies) {
        return String.join(", ", copies.itemIds()) + (copies.more() > 0 ? " and " + copies.more() + " more" : "");
    }

    static Answer search(Recommendations answer, boolean upload, float[] asked, Collection<FeatureRecord> items) {
        Optional<String> itself = upload ? Optional.of(answer.itemId()) : Optional.empty();
        return new SearchAgain(answer.options(), itself, asked).search(items);
    }

    private Answer search(Collection<FeatureRecord> items) {
        boolean diverse = options.diversity() > 0;
        walk(items, false, diverse ? CHOICE * options.limit() : options.limit());
        List<Result> chosen = diverse ? diverse() : List.copyOf(results);
        List<Result> answer = new ArrayList<>(chosen);
        int found = results.size();
        if (found < options.limit() && options.fallback()) {
            walk(items, true, options.limit());
            answer.addAll(results.subList(found, results.size()));
        }
        List<Recommendation> recommendations = new ArrayList<>();
        for (Result result : answer) {
            recommendations.add(new Recommendation(
                    recommendations.size() + 1,
                    result.itemId,
                    result.score,
                    OptionalDouble.empty(),
                    copies(result.copies),
                    result.fallback,
                    Optional.empty()));
        }
        return new Answer(recommendations, copies(ownCopies));
    }

    /** Takes results from the best on, until there would be more than {@code most}. */
    private void walk(Collection<FeatureRecord> items, boolean excluded, int most) {
        record Ranked(FeatureRecord item, float[] vector, float score) {}
        List<Ranked> ranking = new ArrayList<>();
        for (FeatureRecord item : items) {
            float[] vector = item.vector().orElseThrow();
            float score = Cosine.score(asked, vector);
            if (!itself.equals(Optional.of(item.itemId()))
                    && options.filter().accepts(item.attributes()) != excluded
                    && score >= options.scoreThreshold().orElse(-1)) {
                ranking.add(new Ranked(item, vector, score));
            }
        }
        ranking.sort(Comparator.comparing(Ranked::score)
                .reversed()
                .thenComparing(ranked -> ranked.item().itemId()));
        for (Ranked next : ranking.subList(0, Math.min(ranking.size(), AnswerOptions.MOST_RANKED))) {
            String itemId = next.item().itemId();
            Optional<Result> original = original(next.vector());
            Optional<String> group = options.groupBy()
                    .flatMap(
                            name -> Optional.ofNullable(next.item().attributes().get(name)))
                    .filter(value -> !value.isEmpty());
            if (itself.isPresent() && next.score() >= COPY) {
                ownCopies.add(itemId);
            } else if (original.isPresent()) {
                original.get().copies.add(itemId);
            } else if (group.isEmpty() || groups.getOrDefault(group.get(), 0) < options.groupSize()) {
                if (results.size() == most) {
                    return;
                }
                results.add(new Result(itemId, next.vector(), next.score(), excluded));
                group.ifPresent(value -> groups.merge(value, 1, Integer::sum));
            }
        }
    }

    private Optional<Result> original(float[] vector) {
        return results.stream()
                .filter(result -> Cosine.score(result.vector, vector) >= COPY)
                .findFirst();
    }

    /**
     * Maximal marginal relevance: each next one loses by resembling one that was chosen before; the better of equals.
     */
    private List<Result> diverse() {
        List<Result> left = new ArrayList<>(results);
        List<Result> chosen = new ArrayList<>();
        while (chosen.size() < options.limit() && !left.isEmpty()) {
            Result best = left.get(0);
            for (Result candidate : left) {
                if (relevance(candidate, chosen) > relevance(best, chosen)) {
                    best = candidate;
                }
            }
            chosen.add(best);
            left.remove(best);
        }
        return chosen;
    }

    private double relevance(Result candidate, List<Result> chosen) {
        double alike = chosen.stream()
                .mapToDouble(other -> Cosine.score(other.vector, candidate.vector))
                .max()
                .orElse(0);
        return (1 - options.diversity()) * candidate.score - options.diversity() * alike;
    }

    private static Copies copies(List<String> itemIds) {
        return Copies.of(itemIds.stream().sorted().toList());
    }
}
