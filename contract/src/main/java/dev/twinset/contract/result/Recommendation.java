package dev.twinset.contract.result;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One item similar to the queried one.
 *
 * @param rank 1 is the most similar
 * @param score cosine of the two features, -1..1
 * @param copies items with the same image, of which this one stands for all
 * @param fallback whether the asked filter excludes it, and it only fills up the answer
 * @param why how the score comes about, if that was asked for
 * @param match how probable it is that the two are of one kind, 0..1; empty if the model was never calibrated
 */
public record Recommendation(
        int rank,
        String itemId,
        float score,
        OptionalDouble match,
        Copies copies,
        boolean fallback,
        Optional<Why> why) {
    public Recommendation {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(match, "match is null");
        requireNonNull(copies, "copies is null");
        requireNonNull(why, "why is null");
        if (rank < 1 || !Float.isFinite(score)) {
            throw new IllegalArgumentException(
                    "rank is " + rank + " and score " + score + ", expected a rank from 1 and a finite score");
        }
        if (match.isPresent() && !(match.getAsDouble() >= 0 && match.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("match is " + match.getAsDouble() + ", expected 0 to 1");
        }
        if (why.isPresent() && why.get().sum().compareTo(Why.decimal(score)) != 0) {
            throw new IllegalArgumentException(
                    "parts add up to " + why.get().sum() + ", expected the score " + Why.decimal(score));
        }
    }

    /** Without copies, within the filter, and without a reason. */
    public Recommendation(int rank, String itemId, float score, OptionalDouble match) {
        this(rank, itemId, score, match, Copies.NONE, false, Optional.empty());
    }
}
