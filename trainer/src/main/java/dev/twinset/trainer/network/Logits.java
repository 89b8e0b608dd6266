package dev.twinset.trainer.network;

/** Reads a row of logits of all tasks, side by side. */
public final class Logits {
    private Logits() {}

    /** @return the index of the greatest of {@code from} to {@code to - 1}, the first of equal ones */
    public static int strongest(float[] logits, int from, int to) {
        int best = from;
        for (int i = from + 1; i < to; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }
}
