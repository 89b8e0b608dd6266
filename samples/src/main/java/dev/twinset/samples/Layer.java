package dev.twinset.samples;

import java.awt.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a shape is painted, by the name in a silhouette: which numbers come first, and what the canvas does. */
enum Layer {
    CLOTH(0, (canvas, of, shape) -> canvas.cloth(shape)),
    TRIMMING(0, (canvas, of, shape) -> canvas.trimming(shape)),
    INSIDE(0, (canvas, of, shape) -> canvas.inside(shape)),
    SEAM(0, (canvas, of, shape) -> canvas.seam(shape)),
    /** Opacity. */
    DIM(1, (canvas, of, shape) -> canvas.dim(shape, of[0])),
    /** Opacity. */
    GLEAM(1, (canvas, of, shape) -> canvas.gleam(shape, of[0])),
    /** Colour. */
    PART(1, (canvas, of, shape) -> canvas.part(shape, Sketch.colour(of[0]))),
    /** Colour. */
    GEM(1, (canvas, of, shape) -> canvas.gem(shape, Sketch.colour(of[0]))),
    /** Colour. */
    FILL(1, (canvas, of, shape) -> canvas.fill(shape, Sketch.colour(of[0]))),
    /** Colour of the thread. */
    STITCHES(1, (canvas, of, shape) -> canvas.stitches(shape, Sketch.colour(of[0]))),
    /** Colour and width. */
    STROKE(2, (canvas, of, shape) -> canvas.stroke(shape, Sketch.colour(of[0]), (float) of[1])),
    /** Colour and width. */
    BAND(2, (canvas, of, shape) -> canvas.band(shape, Sketch.colour(of[0]), of[1]));

    private interface Painting {
        void paint(Canvas canvas, double[] operands, Shape shape);
    }

    private final int arity;

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Painting painting;

    Layer(int arity, Painting painting) {
        this.arity = arity;
        this.painting = painting;
    }

    static Optional<Layer> named(String name) {
        return Arrays.stream(values())
                .filter(layer -> layer.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /** @param mirroredToo whether the mirror image is painted as well */
    Step step(Words words, boolean mirroredToo) {
        Operands operands = Operands.read(words, arity);
        Outline outline = OutlineParser.parse(words);
        return sketch -> {
            double[] values = operands.in(sketch);
            Shape shape = outline.in(sketch);
            painting.paint(sketch.canvas(), values, shape);
            if (mirroredToo) {
                painting.paint(sketch.canvas(), values, OutlineParser.mirrored(shape));
            }
        };
    }
}
