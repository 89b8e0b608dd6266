package dev.twinset.samples;

/** One statement of a silhouette. */
interface Step {
    void draw(Sketch sketch);
}
