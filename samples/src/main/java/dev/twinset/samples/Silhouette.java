package dev.twinset.samples;

/** Draws one kind of article; its proportions and details are rolled. */
interface Silhouette {
    void draw(Canvas canvas, RandomSource random);
}
