package dev.twinset.benchmarks.forward;

import dev.twinset.vision.network.CnnForward;
import java.util.Random;

/** Noise as input: the time of a forward pass does not depend on it. */
final class Pixels {
    private Pixels() {}

    static void fill(CnnForward forward, int side) {
        byte[] rgb = new byte[side * side * 3];
        Random random = new Random(1);
        for (int slot = 0; slot < CnnForward.BATCH; slot++) {
            random.nextBytes(rgb);
            forward.load(slot, rgb, 0);
        }
    }
}
