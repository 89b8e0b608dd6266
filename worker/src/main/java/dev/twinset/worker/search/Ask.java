package dev.twinset.worker.search;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.option.ItemFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A query on its way to its {@link Found}: the candidates that one scan looks for. */
final class Ask {
    /** Candidates beyond the first that can end a walk: as many copies do not cost a second scan. */
    private static final int RESERVE = 2;

    private final int number;
    private final Query query;
    private final @Nullable String itself;
    private final double scoreThreshold;
    private final Walk before;
    private final boolean fallback;
    private final int candidates;
    private final TopK best;

    private Ask(int number, Query query, Walk before, boolean fallback, int candidates) {
        this.number = number;
        this.query = query;
        itself = query.itself().orElse(null);
        scoreThreshold = query.options().scoreThreshold().orElse(-1);
        this.before = before;
        this.fallback = fallback;
        this.candidates = candidates;
        best = new TopK(candidates);
    }

    static Ask of(int number, Query query) {
        Walk start = new Walk(query);
        return new Ask(number, query, start, false, start.missing() + 1 + RESERVE);
    }

    /** Of the query among those asked together. */
    int number() {
        return number;
    }

    float[] vector() {
        return query.vector();
    }

    ItemFilter filter() {
        return query.options().filter();
    }

    /** Whether it looks for the items that the filter excludes. */
    boolean isFallback() {
        return fallback;
    }

    int candidates() {
        return candidates;
    }

    /** The score that a further candidate must reach. */
    double threshold() {
        return Math.max(scoreThreshold, best.threshold());
    }

    boolean isItself(String itemId) {
        return itemId.equals(itself);
    }

    void offer(String itemId, float score, Rows rows, int row) {
        if (score >= scoreThreshold) {
            best.offer(itemId, score, rows, row);
        }
    }

    /** What {@link RemoteCandidates} are asked for. */
    RemoteCandidates.Wanted wanted() {
        return new RemoteCandidates.Wanted(number, fallback, candidates);
    }

    /** Offers items that are in no rows. */
    void offer(int dimension, List<Map.Entry<String, Item>> items) {
        if (items.isEmpty()) {
            return;
        }
        Rows remote = Rows.of(dimension, items);
        for (int i = 0; i < items.size(); i++) {
            String itemId = items.get(i).getKey();
            if (!isItself(itemId)) {
                offer(itemId, Cosine.score(vector(), items.get(i).getValue().vector()), remote, i);
            }
        }
    }

    /** Once everything was scanned. */
    Outcome outcome() {
        AnswerOptions options = query.options();
        Walk walk = before.copy();
        boolean stopped = walk.over(best.ranking(), fallback);
        if (!stopped && best.isFull() && candidates < AnswerOptions.MOST_RANKED) {
            int more = Math.min(AnswerOptions.MOST_RANKED, 4 * candidates);
            return new Outcome(Optional.of(new Ask(number, query, before, fallback, more)), walk);
        }
        if (!fallback && options.fallback() && !options.filter().terms().isEmpty() && walk.found() < options.limit()) {
            Walk filled = walk.filling();
            return new Outcome(Optional.of(new Ask(number, query, filled, true, filled.missing() + 1 + RESERVE)), walk);
        }
        return new Outcome(Optional.empty(), walk);
    }

    /**
     * What came of it.
     *
     * @param next what must be scanned for yet; empty if {@code walk} is the answer
     */
    record Outcome(Optional<Ask> next, Walk walk) {}
}
