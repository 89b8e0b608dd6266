package dev.twinset.samples;

import java.awt.Color;
import java.awt.Shape;

/** A zip along a line. */
final class Zip {
    private static final Color METAL = new Color(0xc8, 0xc8, 0xc8);

    private Zip() {}

    static void draw(Canvas canvas, Shape line) {
        canvas.stroke(line, Shade.darker(canvas.base(), 0.55), 1.7f);
        canvas.stitches(line, METAL);
    }
}
