package dev.twinset.trainer.retrieval;

import java.util.List;

/** The names of the figures; after the dot follows the label that they are about. */
public final class FigureNames {
    /** Part of the five answers that share the label. */
    public static final String PRECISION = "precisionAt5.";

    /** Whether one of the five answers shares the label. */
    public static final String HIT = "hitAt5.";

    /** Whether the first answer shares the label. */
    public static final String FIRST = "precisionAt1.";

    /** The best precision that the gallery allows: a rare class has fewer than five others. */
    public static final String CEILING = "ceilingAt5.";

    /** Mean over all right items of the precision at their rank in the whole gallery. */
    public static final String AVERAGE_PRECISION = "meanAveragePrecision.";

    /** Whether the five answers, each with its score for a vote, elect the query's label. */
    public static final String VOTE = "neighbourVote.";

    /** Precision at 5, the mean over the classes of the query instead of over the queries. */
    public static final String MACRO = "macroPrecisionAt5.";

    /** The least numbers of right items in the gallery of the {@link #byFrequency} figures. */
    public static final List<Integer> FREQUENCIES = List.of(1, 20, 100, 500);

    /**
     * Normalised discounted cumulative gain of the five: an answer of the kind gains 2^g - 1, where g is 1 and one more
     * for each detail it shares; discount log2(rank + 1); divided by the best that the gallery allows.
     */
    public static final String NDCG = "ndcgAt5";

    /** Mean over the answers of the part of kind and details that they share. */
    public static final String AGREEMENT = "attributeAgreementAt5";

    private FigureNames() {}

    /**
     * Precision at 5 of the queries whose label the gallery holds at least that often, and less often than the next of
     * {@link #FREQUENCIES}: rare kinds have few photos to learn from and few right answers.
     */
    public static String byFrequency(String label, int least) {
        return PRECISION + label + ".from" + least;
    }
}
