package dev.twinset.samples;

import java.awt.Color;
import java.awt.Shape;

/** Bags and wallets, seen from the front. */
final class Bags {
    private Bags() {}

    static void handbag(Canvas canvas, RandomSource random) {
        double top = random.between(38.0, 48.0);
        double bottom = random.between(80.0, 90.0);
        double upper = random.between(20.0, 36.0);
        double lower = random.between(26.0, 40.0);
        double rise = random.between(8.0, 22.0);
        double spread = upper * random.between(0.4, 0.75);
        double strap = random.between(2.0, 3.6);
        Color leather = random.chance(0.3) ? canvas.trim() : Shade.darker(canvas.base(), 0.15);
        canvas.band(
                Outline.arc(50 - spread + 2, top, 50, top - 2 * rise - 4, 50 + spread + 2, top),
                Shade.darker(leather, 0.25),
                strap);
        Shape body = Outline.at(50, top)
                .curve(50 + upper * 0.8, top, 50 + upper, top + 2)
                .curve(50 + upper + random.between(0.0, 8.0), (top + bottom) / 2, 50 + lower, bottom - 4)
                .curve(50 + lower, bottom, 50 + lower - 5, bottom)
                .to(50, bottom + random.between(0.0, 2.0))
                .symmetric();
        canvas.cloth(body);
        canvas.band(Outline.arc(50 - spread, top + 4, 50, top - 2 * rise, 50 + spread, top + 4), leather, strap);
        for (double x : new double[] {50 - spread, 50 + spread}) {
            canvas.part(Outline.oval(x, top + 5, 2, 2), BaseColour.GOLD.plain());
        }
        switch (random.between(0, 3)) {
            case 0 -> flap(canvas, upper, top, top + (bottom - top) * random.between(0.35, 0.6));
            case 1 -> Zip.draw(canvas, Outline.arc(50 - upper + 2, top + 9, 50, top + 11, 50 + upper - 2, top + 9));
            case 2 ->
                canvas.within(
                        body, () -> canvas.part(Outline.box(5, bottom - random.between(8.0, 18.0), 95, 97, 0), leather));
            default -> {
                canvas.seam(Outline.arc(50 - upper * 0.6, top + 2, 50 - upper * 0.7, 70, 50 - lower * 0.7, bottom));
                canvas.seam(Outline.arc(50 + upper * 0.6, top + 2, 50 + upper * 0.7, 70, 50 + lower * 0.7, bottom));
            }
        }
        if (random.chance(0.35)) {
            canvas.part(Outline.oval(50, (top + bottom) / 2 + 4, 3, 3), BaseColour.GOLD.plain());
        }
    }

    static void backpack(Canvas canvas, RandomSource random) {
        double width = random.between(22.0, 29.0);
        double top = random.between(14.0, 20.0);
        double bottom = random.between(84.0, 91.0);
        double round = random.between(16.0, 34.0);
        canvas.band(Outline.arc(44, top + 1, 50, top - 13, 56, top + 1), Shade.darker(canvas.base(), 0.3), 2.4);
        Shape strap = Outline.arc(50 + width - 4, 30, 50 + width + 10, 52, 50 + width - 3, 82);
        canvas.band(strap, Shade.darker(canvas.base(), 0.35), 4);
        canvas.band(Outline.mirror(strap), Shade.darker(canvas.base(), 0.35), 4);
        canvas.cloth(Outline.box(50 - width, top, 50 + width, bottom, round));
        Zip.draw(canvas, Outline.arc(50 - width + 2, top + 18, 50, top - 4, 50 + width - 2, top + 18));
        double pocketTop = random.between(50.0, 58.0);
        Shape pocket = Outline.box(50 - width + 4, pocketTop, 50 + width - 4, bottom - 3, round * 0.5);
        if (random.chance(0.45)) {
            canvas.trimming(pocket);
        } else {
            canvas.cloth(pocket);
        }
        Zip.draw(canvas, Outline.line(50 - width + 8, pocketTop + 5, 50 + width - 8, pocketTop + 5));
        if (random.chance(0.5)) {
            double y = random.between(34.0, 40.0);
            canvas.part(Outline.box(43, y, 57, y + 6, 2), canvas.trim());
        }
        if (random.chance(0.4)) {
            Shape buckle = Outline.line(50 - width * 0.5, 40, 50 - width * 0.5, pocketTop + 12);
            canvas.band(buckle, canvas.trim(), 2);
            canvas.band(Outline.mirror(buckle), canvas.trim(), 2);
        }
    }

    static void clutch(Canvas canvas, RandomSource random) {
        double width = random.between(34.0, 43.0);
        double height = random.between(17.0, 27.0);
        double corner = random.between(1.0, 14.0);
        if (random.chance(0.4)) {
            canvas.stroke(
                    Outline.arc(50 - width + 4, 50 - height, 50, -6, 50 + width - 4, 50 - height),
                    BaseColour.GOLD.plain(),
                    0.9f);
        }
        canvas.cloth(Outline.box(50 - width, 50 - height, 50 + width, 50 + height, corner));
        if (random.chance(0.6)) {
            flap(canvas, width, 50 - height, 50 + height * random.between(-0.1, 0.5));
        } else {
            canvas.part(Outline.box(50 - width, 48 - height, 50 + width, 52 - height, 1), BaseColour.GOLD.plain());
            canvas.part(Outline.oval(48, 47 - height, 2, 2), BaseColour.GOLD.plain());
            canvas.part(Outline.oval(52, 47 - height, 2, 2), BaseColour.GOLD.plain());
        }
        if (random.chance(0.4)) {
            canvas.within(Outline.box(50 - width, 50 - height, 50 + width, 50 + height, corner), () -> {
                for (double x = -40; x < 110; x += 9) {
                    canvas.seam(Outline.line(x, 20, x + 45, 80));
                    canvas.seam(Outline.line(x + 45, 20, x, 80));
                }
            });
        }
    }

    static void wallet(Canvas canvas, RandomSource random) {
        double width = random.between(24.0, 36.0);
        double height = random.between(19.0, 24.0);
        canvas.part(Outline.box(51 - width, 48 - height, 51 + width, 48 + height, 5), Shade.darker(canvas.base(), 0.3));
        Shape front = Outline.box(50 - width, 50 - height, 50 + width, 50 + height, random.between(3.0, 7.0));
        canvas.cloth(front);
        canvas.stitches(
                Outline.box(52 - width, 52 - height, 48 + width, 48 + height, 3),
                random.chance(0.5) ? canvas.trim() : Shade.lighter(canvas.base(), 0.35));
        if (random.chance(0.45)) {
            double edge = 50 + width - 14;
            canvas.cloth(Outline.box(edge, 44, 50 + width + 4, 56, 4));
            canvas.part(Outline.oval(edge + 5, 50, 2, 2), BaseColour.SILVER.plain());
        }
        if (random.chance(0.5)) {
            double x = 50 - width + random.between(6.0, 14.0);
            canvas.dim(Outline.box(x, 50 + height - 11, x + 11, 50 + height - 7, 1), 0.3);
        }
        if (random.chance(0.35)) {
            canvas.trimming(Outline.box(50 - width, 46, 50 + width, 54, 0));
        }
    }

    private static void flap(Canvas canvas, double width, double top, double bottom) {
        canvas.dim(
                Outline.at(50, top)
                        .to(50 + width, top + 2)
                        .curve(50 + width, bottom + 2, 50, bottom + 2.5)
                        .symmetric(),
                0.2);
        canvas.cloth(Outline.at(50, top)
                .to(50 + width, top + 2)
                .curve(50 + width, bottom, 50, bottom)
                .symmetric());
        canvas.part(Outline.box(47, bottom - 5, 53, bottom + 1, 1.5), BaseColour.GOLD.plain());
    }
}
