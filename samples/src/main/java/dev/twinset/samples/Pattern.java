package dev.twinset.samples;

import java.awt.Color;
import java.awt.LinearGradientPaint;
import java.awt.MultipleGradientPaint.CycleMethod;
import java.awt.Paint;
import java.awt.geom.Point2D;
import java.util.List;

/** How a cloth is patterned; paints are in units of a hundredth of the picture's side. */
enum Pattern {
    PLAIN((base, second, random) -> base),
    STRIPES((base, second, random) ->
            stripes(base, second, random.of(List.of(0, 90, 90, 90, 45)), random.between(4.0, 13.0), random)),
    PINSTRIPES((base, second, random) ->
            stripes(base, Shade.mixed(base, second, 0.7), 0, random.between(2.5, 5.0), random)),
    CHECKS(TextureTile::checks),
    DOTS(TextureTile::dots),
    GRADIENT((base, second, random) -> new LinearGradientPaint(
            new Point2D.Double(50, random.between(10.0, 35.0)),
            new Point2D.Double(random.between(42.0, 58.0), random.between(68.0, 92.0)),
            new float[] {0, 1},
            new Color[] {base, Shade.mixed(base, second, 0.8)})),
    FLOWERS(TextureTile::flowers),
    MELANGE((base, second, random) -> TextureTile.melange(base, random)),
    BLOTCHES(TextureTile::blotches);

    private interface Design {
        Paint paint(Color base, Color second, RandomSource random);
    }

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Design design;

    Pattern(Design design) {
        this.design = design;
    }

    /** @param second a colour that stands out from {@code base} */
    Paint paint(Color base, Color second, RandomSource random) {
        return design.paint(base, second, random);
    }

    /** @param degrees 0 for upright stripes, 90 for level ones */
    private static Paint stripes(Color base, Color second, int degrees, double width, RandomSource random) {
        double angle = Math.toRadians(degrees);
        float share = (float) random.between(0.4, 0.8);
        return new LinearGradientPaint(
                new Point2D.Double(50, 30),
                new Point2D.Double(50 + width * Math.cos(angle), 30 + width * Math.sin(angle)),
                new float[] {0, share, share + 0.02f, 0.98f, 1},
                new Color[] {base, base, second, second, base},
                CycleMethod.REPEAT);
    }
}
