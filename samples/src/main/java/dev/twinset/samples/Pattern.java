package dev.twinset.samples;

import java.awt.Color;
import java.awt.LinearGradientPaint;
import java.awt.MultipleGradientPaint.CycleMethod;
import java.awt.Paint;
import java.awt.geom.Point2D;
import java.util.List;

/** How a cloth is patterned; paints are in {@link Outline}'s units. */
enum Pattern {
    PLAIN {
        @Override
        Paint paint(Color base, Color second, RandomSource random) {
            return base;
        }
    },
    STRIPES {
        @Override
        Paint paint(Color base, Color second, RandomSource random) {
            return stripes(base, second, random.of(List.of(0, 90, 90, 90, 45)), random.between(4.0, 13.0), random);
        }
    },
    PINSTRIPES {
        @Override
        Paint paint(Color base, Color second, RandomSource random) {
            return stripes(base, Shade.mixed(base, second, 0.7), 0, random.between(2.5, 5.0), random);
        }
    },
    CHECKS {
        @Override
        Paint paint(Color base, Color second, RandomSource random) {
            return TextureTile.checks(base, second, random);
        }
    },
    DOTS {
        @Override
        Paint paint(Color base, Color second, RandomSource random) {
            return TextureTile.dots(base, second, random);
        }
    },
    GRADIENT {
        @Override
        Paint paint(Color base, Color second, RandomSource random) {
            return new LinearGradientPaint(
                    new Point2D.Double(50, random.between(10.0, 35.0)),
                    new Point2D.Double(random.between(42.0, 58.0), random.between(68.0, 92.0)),
                    new float[] {0, 1},
                    new Color[] {base, Shade.mixed(base, second, 0.8)});
        }
    },
    FLOWERS {
        @Override
        Paint paint(Color base, Color second, RandomSource random) {
            return TextureTile.flowers(base, second, random);
        }
    },
    MELANGE {
        @Override
        Paint paint(Color base, Color second, RandomSource random) {
            return TextureTile.melange(base, random);
        }
    },
    BLOTCHES {
        @Override
        Paint paint(Color base, Color second, RandomSource random) {
            return TextureTile.blotches(base, second, random);
        }
    };

    static final List<Pattern> KNIT =
            List.of(PLAIN, PLAIN, PLAIN, PLAIN, STRIPES, STRIPES, GRADIENT, MELANGE, MELANGE, DOTS, BLOTCHES);
    static final List<Pattern> WOVEN = List.of(PLAIN, PLAIN, PLAIN, CHECKS, CHECKS, CHECKS, STRIPES, PINSTRIPES, DOTS);
    static final List<Pattern> FLOWING =
            List.of(PLAIN, PLAIN, PLAIN, FLOWERS, FLOWERS, DOTS, STRIPES, GRADIENT, CHECKS);
    static final List<Pattern> SMOOTH = List.of(PLAIN, PLAIN, PLAIN, PLAIN, GRADIENT, MELANGE);
    static final List<Pattern> FANCY = List.of(PLAIN, PLAIN, PLAIN, PLAIN, CHECKS, FLOWERS, DOTS, STRIPES);
    static final List<Pattern> PLAIN_ONLY = List.of(PLAIN);
    static final List<Pattern> SILK = List.of(PLAIN, STRIPES, STRIPES, DOTS, CHECKS, PINSTRIPES);

    /** @param second a colour that stands out from {@code base} */
    abstract Paint paint(Color base, Color second, RandomSource random);

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
