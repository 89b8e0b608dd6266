package dev.twinset.samples;

import java.awt.Shape;

/** A shape whose proportions depend on what is drawn. */
interface Outline {
    Shape in(Sketch sketch);
}
