package dev.twinset.trainer.explore;

/**
 * The limit for any model on this catalogue, because some kinds have too few items.
 *
 * @param column the kind of product
 * @param itemsWithoutFive items that have fewer than five others of their kind
 * @param precisionAt5 the best that precision@5 can be over all items, each of which counts the same
 * @param macroPrecisionAt5 the same where each class counts the same
 */
record PrecisionCeiling(String column, int itemsWithoutFive, double precisionAt5, double macroPrecisionAt5) {
    private static final int K = 5;

    static PrecisionCeiling of(ColumnStats kind) {
        int without = 0;
        double sum = 0;
        double macro = 0;
        for (int size : kind.counts().values()) {
            double best = Math.min(K, size - 1) / (double) K;
            without += size <= K ? size : 0;
            sum += size * best;
            macro += best;
        }
        return kind.classes() == 0
                ? new PrecisionCeiling(kind.column(), 0, 0, 0)
                : new PrecisionCeiling(kind.column(), without, sum / kind.labelled(), macro / kind.classes());
    }
}
