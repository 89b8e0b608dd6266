package dev.twinset.trainer.retrieval;

/**
 * The five nearest of one query, fewer in a small gallery, the strongest first.
 *
 * @param rows of the items
 * @param scores cosines
 */
public record Neighbours(int[] rows, float[] scores) {
    static final Neighbours NONE = new Neighbours(new int[0], new float[0]);
}
