package dev.twinset.contract;

import static java.util.Objects.requireNonNull;

/**
 * One item that looks like the one asked about.
 *
 * @param rank 1 is the most alike
 * @param score cosine of the two features, -1..1
 */
public record Recommendation(int rank, String itemId, float score) {
    public Recommendation {
        requireNonNull(itemId, "itemId is null");
        if (rank < 1 || !Float.isFinite(score)) {
            throw new IllegalArgumentException(
                    "rank is " + rank + " and score " + score + ", expected a rank from 1 and a finite score");
        }
    }
}
