package dev.twinset.cli.torture.ledger;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.result.Copies;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Searches again, the slow and obvious way, and says where an answer is another one. */
final class BruteForce {
    /** Two sums of the same products in another order differ by less. */
    private static final double TOLERANCE = 1e-6;

    /** From this score on two items have the same image: docs/options.md. */
    private static final double COPY = 0.99999;

    private BruteForce() {}

    /** An expected item of an answer; its copies are counted. */
    private static final class Expected {
        final String itemId;
        final float[] vector;
        final double score;
        int copies;

        Expected(String itemId, float[] vector, double score) {
            this.itemId = itemId;
            this.vector = vector;
            this.score = score;
        }
    }

    /**
     * What is wrong with an answer to an upload that asked for nothing in particular; empty if nothing is.
     *
     * @param asked the feature that the items were compared with
     * @param items all that was searched, without the item that was asked about
     */
    static Optional<String> check(Recommendations answer, float[] asked, Map<String, float[]> items) {
        List<Expected> ranking = items.entrySet().stream()
                .map(item -> new Expected(item.getKey(), item.getValue(), dot(asked, item.getValue())))
                .sorted(Comparator.<Expected>comparingDouble(item -> -item.score)
                        .thenComparing(item -> item.itemId))
                .toList();
        List<Expected> best = new ArrayList<>();
        int ownCopies = 0;
        for (Expected item : ranking) {
            Optional<Expected> original = best.stream()
                    .filter(result -> dot(result.vector, item.vector) >= COPY)
                    .findFirst();
            if (item.score >= COPY) {
                ownCopies++;
            } else if (original.isPresent()) {
                original.get().copies++;
            } else if (best.size() == AnswerOptions.DEFAULT.limit()) {
                break;
            } else {
                best.add(item);
            }
        }
        if (count(answer.copies()) != ownCopies) {
            return Optional.of("tells of " + count(answer.copies()) + " copies of its item, expected " + ownCopies);
        }
        List<Recommendation> given = answer.recommendations();
        if (given.size() != best.size()) {
            return Optional.of("has " + given.size() + " items, expected " + best.size());
        }
        for (int i = 0; i < best.size(); i++) {
            Optional<String> fault = check(given.get(i), best.get(i), asked, items);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return given.stream().map(Recommendation::itemId).distinct().count() == given.size()
                ? Optional.empty()
                : Optional.of("names an item twice");
    }

    private static Optional<String> check(
            Recommendation given, Expected expected, float[] asked, Map<String, float[]> items) {
        float[] item = items.get(given.itemId());
        if (item == null) {
            return Optional.of("names " + given.itemId() + ", which is not in the catalogue or is the item itself");
        }
        double score = dot(asked, item);
        if (Math.abs(given.score() - score) > TOLERANCE || Math.abs(given.score() - expected.score) > TOLERANCE) {
            return Optional.of("gives " + given.itemId() + " the score " + given.score() + " at rank " + given.rank()
                    + ", expected " + expected.score + " there and " + score + " for this item");
        }
        // two items of one score may stand in either order
        if (given.itemId().equals(expected.itemId) && count(given.copies()) != expected.copies) {
            return Optional.of("tells of " + count(given.copies()) + " copies of " + given.itemId() + ", expected "
                    + expected.copies);
        }
        return Optional.empty();
    }

    private static int count(Copies copies) {
        return copies.itemIds().size() + copies.more();
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
