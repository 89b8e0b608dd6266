package dev.twinset.samples;

import java.awt.Color;
import java.awt.Shape;

/** Garments for the lower body, seen from the front. */
final class Bottoms {
    private static final Color THREAD = new Color(0xd8, 0xa0, 0x50);
    private static final double TOP = 8;

    private Bottoms() {}

    static void jeans(Canvas canvas, RandomSource random) {
        double waist = random.between(13.0, 16.5);
        double foot = random.between(6.0, 11.5);
        Shape legs = legs(canvas, random, waist, waist + random.between(2.0, 5.0), foot, 93);
        canvas.within(legs, () -> {
            double fade = random.between(0.05, 0.28);
            for (double radius : new double[] {5, 3.5, 2}) {
                canvas.gleam(Outline.oval(40, 48, radius, radius * 5), fade / 2);
                canvas.gleam(Outline.oval(60, 48, radius, radius * 5), fade / 2);
            }
            for (int rip = random.chance(0.25) ? random.between(1, 4) : 0; rip > 0; rip--) {
                double x = random.chance(0.5) ? 39 : 61;
                double y = random.between(40.0, 66.0);
                canvas.fill(Outline.oval(x, y, random.between(2.0, 4.0), 0.9), Shade.lighter(canvas.base(), 0.65));
            }
        });
        fly(canvas, THREAD);
        pockets(canvas, waist, THREAD);
        waistband(canvas, waist, true);
        for (Shape hem : new Shape[] {legHem(foot), Outline.mirror(legHem(foot))}) {
            canvas.stitches(hem, THREAD);
        }
    }

    static void trousers(Canvas canvas, RandomSource random) {
        double waist = random.between(13.0, 16.5);
        legs(canvas, random, waist, waist + random.between(2.0, 5.0), random.between(7.0, 11.0), 93);
        fly(canvas, Shade.darker(canvas.base(), 0.4));
        pockets(canvas, waist, Shade.darker(canvas.base(), 0.5));
        Shape crease = Outline.arc(50 + waist * 0.6, 22, 50 + waist * 0.9, 60, 50 + waist * 0.95, 92);
        canvas.stroke(crease, Shade.translucent(Color.BLACK, 0.25), 0.6f);
        canvas.stroke(Outline.mirror(crease), Shade.translucent(Color.BLACK, 0.25), 0.6f);
        waistband(canvas, waist, random.chance(0.5));
    }

    static void trackPants(Canvas canvas, RandomSource random) {
        double waist = random.between(14.0, 17.0);
        double foot = random.between(6.0, 9.0);
        Shape legs = legs(canvas, random, waist, waist + 4, foot, 92);
        int bands = random.between(0, 3);
        canvas.within(legs, () -> {
            for (int band = 0; band < bands; band++) {
                double in = 1.5 + band * 2.2;
                Shape stripe = Outline.arc(50 + waist - in, TOP, 50 + waist + 9 - in, 42, 65 + foot - in, 94);
                canvas.stroke(stripe, canvas.trim(), 1.2f);
                canvas.stroke(Outline.mirror(stripe), canvas.trim(), 1.2f);
            }
        });
        pockets(canvas, waist, Shade.darker(canvas.base(), 0.5));
        elastic(canvas, waist, random);
    }

    static void shorts(Canvas canvas, RandomSource random) {
        double waist = random.between(17.0, 21.0);
        double bottom = random.between(50.0, 72.0);
        Shape half = Outline.at(50, TOP + 8)
                .to(50 + waist, TOP + 8)
                .curve(50 + waist + 4, 30, 50 + waist + random.between(5.0, 11.0), bottom)
                .to(50 + random.between(2.0, 5.0), bottom + 2)
                .to(50, random.between(40.0, 45.0))
                .symmetric();
        canvas.cloth(half);
        canvas.seam(Outline.line(50, TOP + 12, 50, 42));
        Shape pocket = Outline.arc(50 + waist - 6, TOP + 13, 50 + waist - 3, 30, 50 + waist + 3, 33);
        canvas.seam(pocket);
        canvas.seam(Outline.mirror(pocket));
        if (random.chance(0.4)) {
            Shape patch = Outline.box(50 + waist * 0.45, 42, 50 + waist * 0.45 + 11, 54, 1.5);
            Torso.both(canvas, patch);
        }
        canvas.within(half, () -> canvas.dim(Outline.box(10, bottom - 2, 90, bottom - 1.4, 0), 0.35));
        if (random.chance(0.5)) {
            elastic(canvas, waist, 8, random);
        } else {
            Shape band = Outline.box(50 - waist, TOP + 7, 50 + waist, TOP + 12, 1);
            canvas.cloth(band);
            canvas.fill(Outline.oval(50, TOP + 9.5, 1.3, 1.3), Shade.darker(canvas.base(), 0.5));
        }
    }

    static void skirt(Canvas canvas, RandomSource random) {
        double waist = random.between(12.0, 16.0);
        double flare = random.between(3.0, 22.0);
        double top = random.between(14.0, 20.0);
        double bottom = random.between(58.0, 90.0);
        Shape skirt = Outline.at(50, top)
                .to(50 + waist, top)
                .curve(50 + waist + flare * random.between(0.3, 1.0) + 3, (top + bottom) / 2, 50 + waist + flare, bottom)
                .curve(50 + waist * 0.6, bottom + random.between(2.0, 6.0), 50, bottom + 3)
                .symmetric();
        canvas.cloth(skirt);
        canvas.within(skirt, () -> {
            pleats(canvas, random, waist, waist + flare, top, bottom + 6);
            if (random.chance(0.35)) {
                canvas.fill(Outline.box(5, bottom - 5, 95, bottom - 1, 0), canvas.trim());
            }
        });
        double band = random.between(3.0, 6.0);
        Shape waistband = Outline.box(50 - waist, top - 1, 50 + waist, top + band, 1);
        if (random.chance(0.3)) {
            canvas.trimming(waistband);
        } else {
            canvas.cloth(waistband);
        }
    }

    /** Fine lines from a waist down to a hem, both widths from the axis. */
    static void pleats(Canvas canvas, RandomSource random, double waist, double hem, double top, double bottom) {
        int pleats = random.between(3, 14);
        for (int i = 1; i < pleats; i++) {
            double share = 2.0 * i / pleats - 1;
            Shape line = Outline.arc(
                    50 + share * waist,
                    top,
                    50 + share * (waist + hem) / 2,
                    (top + bottom) / 2,
                    50 + share * hem,
                    bottom);
            canvas.stroke(line, Shade.translucent(i % 2 == 0 ? Color.BLACK : Color.WHITE, 0.16), 1.1f);
            canvas.stroke(line, Shade.translucent(Color.BLACK, 0.22), 0.4f);
        }
    }

    private static Shape legs(Canvas canvas, RandomSource random, double waist, double hip, double foot, double bottom) {
        double knee = random.between(0.8, 2.5);
        Shape legs = Outline.at(50, TOP + 1)
                .to(50 + waist, TOP)
                .curve(50 + hip, 18, 50 + hip, 30)
                .curve(58 + foot + knee, 60, 57 + foot + knee, bottom)
                .to(56 + knee - foot * 0.35, bottom + 1)
                .curve(54, 60, 50, 36)
                .symmetric();
        canvas.cloth(legs);
        canvas.seam(Outline.line(50, TOP + 4, 50, 36));
        return legs;
    }

    private static Shape legHem(double foot) {
        return Outline.line(56.5 - foot * 0.35 + 2, 91, 58 + foot, 90.5);
    }

    private static void fly(Canvas canvas, Color thread) {
        canvas.stitches(Outline.at(53.5, 12).to(53.5, 22).curve(53, 27, 50, 29).open(), thread);
    }

    private static void pockets(Canvas canvas, double waist, Color thread) {
        Shape pocket = Outline.arc(50 + waist * 0.45, 13, 50 + waist * 0.55, 21, 50 + waist + 1.6, 22);
        for (Shape side : new Shape[] {pocket, Outline.mirror(pocket)}) {
            canvas.seam(side);
            canvas.stitches(Outline.moved(side, 0, 1), thread);
        }
    }

    private static void waistband(Canvas canvas, double waist, boolean loops) {
        canvas.cloth(Outline.box(50 - waist, TOP - 0.5, 50 + waist, TOP + 4, 1));
        canvas.fill(Outline.oval(50, TOP + 1.8, 1.1, 1.1), new Color(0xb0, 0x9a, 0x70));
        for (double share : loops ? new double[] {-0.75, -0.35, 0.35, 0.75} : new double[0]) {
            double x = 50 + share * waist;
            canvas.cloth(Outline.box(x - 0.8, TOP - 1, x + 0.8, TOP + 5, 0.5));
        }
    }

    private static void elastic(Canvas canvas, double waist, RandomSource random) {
        elastic(canvas, waist, 0, random);
    }

    private static void elastic(Canvas canvas, double waist, double lower, RandomSource random) {
        double top = TOP - 1 + lower;
        canvas.cloth(Outline.box(50 - waist, top, 50 + waist, top + 5, 1));
        for (double x = 50 - waist + 1; x < 50 + waist; x += 1.7) {
            canvas.stroke(Outline.line(x, top, x, top + 5), Shade.translucent(Color.BLACK, 0.25), 0.4f);
        }
        double end = top + random.between(10.0, 17.0);
        canvas.stroke(Outline.arc(49, top + 3, 46, end - 3, 47, end), canvas.trim(), 0.9f);
        canvas.stroke(Outline.arc(51, top + 3, 54, end - 4, 52, end - 1), canvas.trim(), 0.9f);
    }
}
