package dev.twinset.cli.torture.ledger;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Searches again, the slow and obvious way, and says where an answer is another one. */
final class BruteForce {
    /** Two sums of the same products in another order differ by less. */
    private static final double TOLERANCE = 1e-6;

    private BruteForce() {}

    /**
     * What is wrong with an answer; empty if nothing is.
     *
     * @param asked the feature that the items were compared with
     * @param items all that was searched, without the item that was asked about
     */
    static Optional<String> check(Recommendations answer, float[] asked, Map<String, float[]> items) {
        double[] best = items.values().stream()
                .mapToDouble(item -> -dot(asked, item))
                .sorted()
                .limit(AnswerOptions.DEFAULT.limit())
                .map(score -> -score)
                .toArray();
        List<Recommendation> given = answer.recommendations();
        if (given.size() != best.length) {
            return Optional.of("has " + given.size() + " items, expected " + best.length);
        }
        Set<String> different = new HashSet<>();
        for (int i = 0; i < best.length; i++) {
            Recommendation one = given.get(i);
            float[] item = items.get(one.itemId());
            if (item == null) {
                return Optional.of("names " + one.itemId() + ", which is not in the catalogue or is the item itself");
            }
            if (!different.add(one.itemId())) {
                return Optional.of("names " + one.itemId() + " twice");
            }
            if (Math.abs(one.score() - dot(asked, item)) > TOLERANCE || Math.abs(one.score() - best[i]) > TOLERANCE) {
                return Optional.of("gives " + one.itemId() + " the score " + one.score() + " at rank " + (i + 1)
                        + ", expected " + best[i] + " there and " + dot(asked, item) + " for this item");
            }
        }
        return Optional.empty();
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
