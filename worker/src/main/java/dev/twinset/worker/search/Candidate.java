package dev.twinset.worker.search;

import java.util.Comparator;

/** An item that may be in an answer, and where it stands. */
record Candidate(String itemId, float score, Rows rows, int row) {
    /** The best first. */
    static final Comparator<Candidate> RANK = (a, b) -> {
        int byScore = Float.compare(b.score, a.score);
        return byScore != 0 ? byScore : a.itemId.compareTo(b.itemId);
    };

    static boolean isBetter(float score, String itemId, float otherScore, String otherId) {
        return score > otherScore || (score == otherScore && itemId.compareTo(otherId) < 0);
    }
}
