package dev.twinset.contract.result;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * One item similar to the queried one.
 *
 * @param rank 1 is the most similar
 * @param score cosine of the two features, -1..1
 * @param match how probable it is that the two are of one kind, 0..1; empty if the model was never calibrated
 */
public record Recommendation(int rank, String itemId, float score, OptionalDouble match) {
    public Recommendation {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(match, "match is null");
        if (rank < 1 || !Float.isFinite(score)) {
            throw new IllegalArgumentException(
                    "rank is " + rank + " and score " + score + ", expected a rank from 1 and a finite score");
        }
        if (match.isPresent() && !(match.getAsDouble() >= 0 && match.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("match is " + match.getAsDouble() + ", expected 0 to 1");
        }
    }
}
