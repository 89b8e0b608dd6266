package dev.twinset.samples;

import java.awt.Color;
import java.awt.Shape;

/** Garments for the upper body, seen from the front. */
final class Tops {
    private Tops() {}

    static void tshirt(Canvas canvas, RandomSource random) {
        boolean pointed = random.chance(0.25);
        Torso torso = Torso.rolled(random, pointed ? random.between(9.0, 15.0) : random.between(5.0, 8.5), pointed, 84);
        boolean collar = !pointed && random.chance(0.25);
        torso.drawBack(canvas);
        boolean cuffs = random.chance(0.3);
        torso.drawSleeves(canvas, random.between(13.0, 21.0), random.between(40.0, 58.0), random.between(11.0, 14.0), cuffs);
        canvas.cloth(torso.body());
        torso.drawFolds(canvas, random);
        if (collar) {
            torso.drawCollar(canvas, random.between(6.0, 9.0), cuffs);
            placket(canvas, 13 + torso.neckDepth(), 33, 2);
        } else {
            canvas.stroke(torso.neckline(), cuffs ? canvas.trim() : Shade.darker(canvas.base(), 0.25), 2.2f);
            if (random.chance(0.55)) {
                Emblem.draw(canvas, random, random.between(36.0, 50.0));
            }
        }
        hem(canvas, torso);
    }

    static void shirt(Canvas canvas, RandomSource random) {
        Torso torso = Torso.rolled(random, random.between(5.0, 8.0), true, random.between(84.0, 90.0));
        torso.drawBack(canvas);
        if (random.chance(0.65)) {
            longSleeves(canvas, torso, random, random.chance(0.2));
        } else {
            torso.drawSleeves(canvas, random.between(15.0, 20.0), random.between(50.0, 62.0), 12, false);
        }
        canvas.cloth(torso.body());
        torso.drawFolds(canvas, random);
        double top = 13 + torso.neckDepth();
        canvas.seam(Outline.line(48, top + 3, 48, torso.bottom() + 1));
        placket(canvas, top, torso.bottom(), random.between(6, 8));
        if (random.chance(0.65)) {
            pocket(canvas, 59, random.between(38.0, 43.0), random.between(8.0, 10.5));
        }
        torso.drawCollar(canvas, random.between(6.0, 10.0), random.chance(0.15));
        hem(canvas, torso);
    }

    static void top(Canvas canvas, RandomSource random) {
        double bottom = random.between(70.0, 82.0);
        Torso rolled = Torso.rolled(random, random.between(7.0, 16.0), random.chance(0.4), bottom);
        Torso torso = rolled.withHem(rolled.chest() - random.between(3.0, 7.0), rolled.chest() + random.between(-2.0, 9.0));
        torso.drawBack(canvas);
        if (random.chance(0.55)) {
            torso.drawSleeves(
                    canvas, random.between(8.0, 24.0), random.between(38.0, 60.0), random.between(9.0, 15.0), false);
        }
        canvas.cloth(torso.body());
        torso.drawFolds(canvas, random);
        canvas.stroke(torso.neckline(), random.chance(0.5) ? canvas.trim() : Shade.darker(canvas.base(), 0.3), 1.4f);
        if (random.chance(0.35)) {
            sash(canvas, torso.waist(), random.between(50.0, 58.0), random.between(2.0, 4.0));
        }
    }

    static void sweater(Canvas canvas, RandomSource random) {
        Torso torso = Torso.rolled(random, random.between(5.0, 8.0), random.chance(0.35), random.between(78.0, 85.0));
        torso.drawBack(canvas);
        boolean trimmed = random.chance(0.4);
        longSleeves(canvas, torso, random, trimmed);
        Shape body = torso.body();
        canvas.cloth(body);
        torso.drawFolds(canvas, random);
        Shape rib = Outline.box(24, torso.bottom() - 5, 76, torso.bottom() + 3, 0);
        canvas.within(body, () -> {
            if (trimmed) {
                canvas.fill(rib, canvas.trim());
            }
            for (double x = 25; x < 76; x += 1.6) {
                canvas.stroke(
                        Outline.line(x, torso.bottom() - 5, x, torso.bottom() + 3),
                        Shade.translucent(Color.BLACK, 0.22),
                        0.4f);
            }
        });
        canvas.stroke(torso.neckline(), trimmed ? canvas.trim() : Shade.darker(canvas.base(), 0.25), 3.2f);
        if (random.chance(0.4)) {
            double y = random.between(40.0, 48.0);
            double height = random.between(4.0, 10.0);
            canvas.within(body, () -> canvas.part(Outline.box(20, y, 80, y + height, 0), canvas.trim()));
        } else if (random.chance(0.4)) {
            Emblem.draw(canvas, random, 46);
        }
    }

    static void jacket(Canvas canvas, RandomSource random) {
        Torso torso = Torso.rolled(random, random.between(6.0, 10.0), true, random.between(76.0, 88.0));
        torso.drawBack(canvas);
        longSleeves(canvas, torso, random, random.chance(0.35));
        canvas.cloth(torso.body());
        torso.drawFolds(canvas, random);
        double top = 13 + torso.neckDepth();
        if (random.chance(0.6)) {
            Zip.draw(canvas, Outline.line(50, top, 50, torso.bottom() + 1));
        } else {
            canvas.seam(Outline.line(50, top, 50, torso.bottom() + 1));
            placket(canvas, top + 3, torso.bottom(), random.between(3, 5));
        }
        double y = random.between(58.0, 66.0);
        double lean = random.between(-2.0, 5.0);
        for (Shape slit : new Shape[] {Outline.line(57, y + lean, 66, y), Outline.line(34, y, 43, y + lean)}) {
            canvas.stroke(slit, Shade.darker(canvas.base(), 0.5), 1.3f);
        }
        if (random.chance(0.4)) {
            pocket(canvas, 58, 39, 9);
            pocket(canvas, 33, 39, 9);
        }
        torso.drawCollar(canvas, random.between(8.0, 14.0), random.chance(0.3));
        if (random.chance(0.5)) {
            canvas.within(torso.body(), () -> canvas.dim(Outline.box(20, torso.bottom() - 4, 80, 96, 0), 0.25));
        }
    }

    static void kurta(Canvas canvas, RandomSource random) {
        Torso rolled = Torso.rolled(random, random.between(5.0, 9.0), random.chance(0.4), 93);
        Torso torso = rolled.withHem(rolled.chest() - 1, rolled.chest() + random.between(1.0, 7.0));
        torso.drawBack(canvas);
        torso.drawSleeves(canvas, random.between(24.0, 44.0), random.between(64.0, 72.0), random.between(8.0, 11.0), true);
        Shape body = torso.body();
        canvas.cloth(body);
        torso.drawFolds(canvas, random);
        canvas.stroke(torso.neckline(), canvas.trim(), 2.4f);
        double end = 13 + torso.neckDepth() + random.between(10.0, 22.0);
        canvas.trimming(Outline.box(48.4, 13 + torso.neckDepth(), 51.6, end, 1));
        double border = random.between(2.0, 6.0);
        canvas.within(body, () -> canvas.part(Outline.box(15, 93.5 - border, 85, 97, 0), canvas.trim()));
    }

    static void dress(Canvas canvas, RandomSource random) {
        double bottom = random.between(76.0, 94.0);
        double waistY = random.between(42.0, 50.0);
        Torso rolled = Torso.rolled(random, random.between(6.0, 15.0), random.chance(0.4), waistY + 2)
                .narrower(random.between(0.72, 0.85));
        double waist = rolled.chest() - random.between(2.0, 5.0);
        Torso torso = rolled.withHem(waist + 2, waist);
        torso.drawBack(canvas);
        if (random.chance(0.45)) {
            torso.drawSleeves(
                    canvas, random.between(7.0, 38.0), random.between(52.0, 68.0), random.between(8.0, 12.0), false);
        }
        double flare = random.between(4.0, 19.0);
        Shape skirt = Outline.at(50, waistY)
                .to(50 + waist, waistY)
                .curve(50 + waist + flare * random.between(0.3, 0.9), (waistY + bottom) / 2, 50 + waist + flare, bottom)
                .curve(50 + waist / 2, bottom + random.between(1.0, 5.0), 50, bottom + 2)
                .symmetric();
        canvas.cloth(skirt);
        canvas.within(skirt, () -> Bottoms.pleats(canvas, random, waist, waist + flare, waistY, bottom + 4));
        canvas.cloth(torso.body());
        canvas.stroke(torso.neckline(), Shade.darker(canvas.base(), 0.3), 1.1f);
        if (random.chance(0.6)) {
            sash(canvas, waist, waistY, random.between(2.0, 5.0));
        }
    }

    private static void longSleeves(Canvas canvas, Torso torso, RandomSource random, boolean cuffTrim) {
        torso.drawSleeves(
                canvas, random.between(50.0, 58.0), random.between(73.0, 80.0), random.between(7.5, 10.0), cuffTrim);
    }

    private static void placket(Canvas canvas, double top, double bottom, int buttons) {
        canvas.seam(Outline.line(52, top + 1, 52, bottom));
        double gap = (bottom - top - 4) / buttons;
        Color button = Shade.lightness(canvas.base()) > 0.6 ? Shade.darker(canvas.base(), 0.45) : Color.WHITE;
        for (int i = 0; i < buttons; i++) {
            canvas.fill(Outline.oval(50, top + 4 + i * gap, 0.9, 0.9), button);
        }
    }

    private static void pocket(Canvas canvas, double x, double y, double width) {
        Shape pocket = Outline.at(x, y)
                .to(x + width, y)
                .to(x + width, y + width * 0.9)
                .to(x + width / 2, y + width * 1.15)
                .to(x, y + width * 0.9)
                .closed();
        canvas.dim(pocket, 0.05);
        canvas.seam(pocket);
        canvas.seam(Outline.line(x, y + 1.8, x + width, y + 1.8));
    }

    private static void sash(Canvas canvas, double waist, double y, double height) {
        canvas.trimming(Outline.box(50 - waist - 0.4, y - height / 2, 50 + waist + 0.4, y + height / 2, 1));
        canvas.trimming(Outline.oval(50 + waist * 0.4, y, height * 0.6, height * 0.6));
    }

    private static void hem(Canvas canvas, Torso torso) {
        double y = torso.bottom() - 2;
        Shape line = Outline.arc(50 - torso.hem() + 0.6, y, 50, y + 3.4, 50 + torso.hem() - 0.6, y);
        canvas.stitches(line, Shade.translucent(Color.BLACK, 0.35));
    }
}
