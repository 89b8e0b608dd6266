package dev.twinset.trainer.calibration;

import java.util.Arrays;

/** Pairs of an image and an answer to it: their score, and whether they are of one kind. One thread. */
public final class ScoredPairs {
    private float[] scores = new float[1024];
    private boolean[] alike = new boolean[1024];
    private int size;

    /** @param score cosine of their features */
    public void add(float score, boolean sameKind) {
        if (!Float.isFinite(score)) {
            throw new IllegalArgumentException("score is " + score + ", expected a finite one");
        }
        if (size == scores.length) {
            scores = Arrays.copyOf(scores, 2 * size);
            alike = Arrays.copyOf(alike, 2 * size);
        }
        scores[size] = score;
        alike[size] = sameKind;
        size++;
    }

    public int size() {
        return size;
    }

    float score(int pair) {
        return scores[pair];
    }

    boolean sameKind(int pair) {
        return alike[pair];
    }
}
