package dev.twinset.trainer.dataset;

import java.util.Random;

/** Puts rows into a random order, each order as likely as any other (Fisher and Yates). */
public final class Shuffle {
    private Shuffle() {}

    /** In place. */
    public static void shuffle(int[] rows, Random random) {
        for (int i = rows.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int row = rows[i];
            rows[i] = rows[j];
            rows[j] = row;
        }
    }
}
