package dev.twinset.samples;

import java.awt.Color;
import java.awt.Shape;

/** Footwear, seen from the side with the toe to the right, flip flops from above. */
final class Shoes {
    private static final Color RUBBER = new Color(0xee, 0xee, 0xea);
    private static final Color DARK_SOLE = new Color(0x2c, 0x25, 0x20);

    private Shoes() {}

    static void casual(Canvas canvas, RandomSource random) {
        boolean high = random.chance(0.25);
        double collar = high ? random.between(20.0, 27.0) : random.between(37.0, 43.0);
        sneaker(canvas, random, collar, random.between(4.0, 7.0));
        if (random.chance(0.5)) {
            canvas.within(upper(collar, 66), () -> canvas.part(Outline.oval(90, 66, 15, 13), RUBBER));
        }
    }

    static void sports(Canvas canvas, RandomSource random) {
        double collar = random.between(36.0, 42.0);
        sneaker(canvas, random, collar, random.between(7.0, 11.0));
        canvas.within(upper(collar, 66), () -> {
            int style = random.between(0, 2);
            double lean = random.between(4.0, 12.0);
            if (style == 0) {
                for (int i = 0; i < 3; i++) {
                    canvas.stroke(Outline.line(40 + i * 7, 66, 40 + i * 7 + lean, 44), canvas.trim(), 2.4f);
                }
            } else if (style == 1) {
                canvas.fill(
                        Outline.at(24, 54)
                                .curve(40, 70, 72, 50)
                                .curve(40, 61, 32, 51)
                                .closed(),
                        canvas.trim());
            } else {
                canvas.fill(Outline.at(12, 60).to(40, 48).to(46, 56).to(24, 68).closed(), canvas.trim());
            }
            canvas.dim(Outline.oval(92, 68, 12, 8), 0.25);
        });
    }

    static void formal(Canvas canvas, RandomSource random) {
        double collar = random.between(44.0, 48.0);
        Shape sole = Outline.at(8, 66)
                .to(95, 67)
                .curve(93, 70, 80, 70)
                .to(40, 68.5)
                .to(32, 69)
                .to(32, 74)
                .to(9, 74)
                .closed();
        canvas.part(sole, DARK_SOLE);
        Shape upper = Outline.at(9, 66)
                .curve(8, 54, 11, collar)
                .curve(22, collar + 4, 40, collar - 3)
                .curve(52, 50, 70, 55)
                .curve(random.between(90.0, 98.0), 57, 95, 67)
                .closed();
        canvas.inside(Outline.at(11, collar)
                .curve(22, collar - 5, 40, collar - 3)
                .curve(24, collar + 7, 11, collar)
                .closed());
        canvas.cloth(upper);
        canvas.gleam(Outline.turned(Outline.oval(80, 59, 9, 1.6), 12, 80, 59), 0.35);
        if (random.chance(0.55)) {
            canvas.seam(Outline.at(28, 66).curve(30, 54, 44, 47).open());
            for (int i = 0; i < 4; i++) {
                canvas.stroke(Outline.line(43 + i * 4, 48 + i * 1.6, 47 + i * 4, 45.5 + i * 1.6), DARK_SOLE, 0.9f);
            }
        } else {
            canvas.band(Outline.arc(46, 64, 48, 54, 54, 50), Shade.darker(canvas.base(), 0.15), 5);
        }
        if (random.chance(0.5)) {
            canvas.stitches(Outline.arc(72, 55.5, 70, 62, 74, 66.5), Shade.translucent(Color.BLACK, 0.6));
        }
    }

    static void heels(Canvas canvas, RandomSource random) {
        double height = random.between(16.0, 33.0);
        double heelTop = 80 - height;
        double platform = random.chance(0.35) ? random.between(3.0, 7.0) : 1.6;
        double thick = random.between(1.2, 6.5);
        Shape heel = Outline.at(10, heelTop - 2)
                .curve(13, 80 - height * 0.4, 14, 80)
                .to(14 + thick, 80)
                .curve(15 + thick, 80 - height * 0.6, 22 + thick, heelTop + 5)
                .closed();
        canvas.part(heel, random.chance(0.6) ? canvas.base() : DARK_SOLE);
        Shape sole = Outline.at(10, heelTop)
                .curve(34, heelTop, 60, 77 - platform)
                .curve(78, 80 - platform, 93, 78 - platform)
                .to(92, 80)
                .to(64, 80)
                .curve(36, heelTop + 7, 10, heelTop + 2.5)
                .closed();
        canvas.part(sole, random.chance(0.5) ? DARK_SOLE : Shade.darker(canvas.base(), 0.3));
        double back = heelTop - random.between(11.0, 16.0);
        double throat = 77 - platform - random.between(9.0, 13.0);
        canvas.inside(Outline.at(10, back)
                .curve(30, back + 4, 66, throat)
                .curve(36, heelTop - 2, 12, heelTop - 3)
                .closed());
        double vamp = random.between(58.0, 70.0);
        if (random.chance(0.7)) {
            Shape upper = Outline.at(10, heelTop + 1)
                    .curve(8, heelTop - 8, 10, back)
                    .curve(26, heelTop + 1, vamp, throat)
                    .curve(86, throat + 2, 94, 79 - platform)
                    .curve(78, 80 - platform, 60, 77 - platform)
                    .curve(34, heelTop, 10, heelTop + 1)
                    .closed();
            canvas.cloth(upper);
            canvas.gleam(Outline.turned(Outline.oval(80, throat + 4.5, 7, 1.2), 22, 80, throat + 4), 0.35);
        } else {
            for (int strap = random.between(1, 3); strap > 0; strap--) {
                double x = 64 + strap * 7;
                canvas.band(Outline.arc(x, 77 - platform, x + 1, throat - 4, x + 9, 78 - platform), canvas.base(), 3);
            }
            canvas.band(Outline.arc(10, heelTop, 9, back + 4, 16, back), canvas.base(), 3);
        }
        if (random.chance(0.45)) {
            canvas.band(Outline.arc(11, back + 1, 26, back - 7, 37, back + 3), canvas.base(), 2);
            canvas.part(Outline.oval(27, back - 3, 1.5, 1.5), BaseColour.GOLD.plain());
        }
    }

    static void flats(Canvas canvas, RandomSource random) {
        canvas.part(Outline.at(8, 66).to(94, 67).curve(92, 70, 80, 70).to(9, 70).closed(), DARK_SOLE);
        double back = random.between(48.0, 53.0);
        double vamp = random.between(58.0, 70.0);
        canvas.inside(Outline.at(9, back)
                .curve(36, back + 2, vamp, 56)
                .curve(40, 68, 10, 64)
                .closed());
        Shape upper = Outline.at(8, 66)
                .curve(6, 56, 9, back)
                .curve(30, random.between(62.0, 67.0), vamp, 56)
                .curve(88, 54, 95, 67)
                .closed();
        canvas.cloth(upper);
        canvas.stroke(Outline.arc(9, back, 32, 65, vamp, 56), canvas.trim(), 1.1f);
        if (random.chance(0.55)) {
            Shape loop = Outline.turned(Outline.oval(vamp + 3, 54, 5, 2.4), -24, vamp, 56);
            canvas.trimming(loop);
            canvas.trimming(Outline.turned(loop, 200, vamp + 1, 57));
            canvas.trimming(Outline.oval(vamp + 1, 57, 1.6, 1.6));
        }
    }

    static void boots(Canvas canvas, RandomSource random) {
        double top = random.between(8.0, 30.0);
        double shaft = random.between(40.0, 47.0);
        double heel = random.between(4.0, 13.0);
        double ground = 78 + heel;
        double scale = 92 / ground;
        Shape sole = Outline.at(11, 76)
                .to(93, 78 + heel * 0.7)
                .to(92, ground)
                .to(58, ground)
                .to(34, 78)
                .to(32, ground)
                .to(12, ground)
                .closed();
        canvas.part(Outline.moved(sole, 0, (scale - 1) * 10), DARK_SOLE);
        Shape boot = Outline.at(12, 78)
                .curve(10, 60, 12, top)
                .to(shaft, top - 1)
                .curve(shaft - 4, 48, 52, 58)
                .curve(92, 60, 94, 78 + heel * 0.75)
                .curve(70, 80 + heel * 0.7, 52, 77 + heel * 0.3)
                .curve(34, 77, 12, 78)
                .closed();
        canvas.inside(Outline.oval((12 + shaft) / 2, top - 0.5, (shaft - 12) / 2, 2.4));
        canvas.cloth(boot);
        if (random.chance(0.45)) {
            for (double y = top + 5; y < 56; y += 5) {
                canvas.stroke(Outline.line(shaft - 7, y, shaft - 1, y + 2.5), canvas.trim(), 0.9f);
                canvas.stroke(Outline.line(shaft - 7, y + 2.5, shaft - 1, y), canvas.trim(), 0.9f);
            }
        } else if (random.chance(0.6)) {
            double y = random.between(top + 6, 54.0);
            canvas.band(Outline.arc(12, y, 26, y + 4, shaft - 2, y + 1), Shade.darker(canvas.base(), 0.25), 3.5);
            canvas.part(Outline.box(24, y - 1, 30, y + 5, 1), BaseColour.SILVER.plain());
        } else {
            Zip.draw(canvas, Outline.arc(24, top + 2, 22, 50, 30, 74));
        }
        canvas.seam(Outline.arc(13, 60, 30, 66, 56, 60));
        canvas.stitches(Outline.arc(70, 62, 66, 70, 70, 80), Shade.translucent(Color.BLACK, 0.5));
    }

    static void sandals(Canvas canvas, RandomSource random) {
        double wedge = random.between(0.0, 12.0);
        double thick = random.between(4.0, 7.0);
        Shape sole = Outline.at(8, 66 - wedge)
                .curve(40, 66 - wedge * 0.8, 62, 67)
                .curve(80, 69, 95, 66)
                .to(94, 66 + thick)
                .to(9, 68 + thick)
                .closed();
        canvas.part(sole, random.chance(0.5) ? DARK_SOLE : BaseColour.TAN.plain());
        canvas.part(
                Outline.at(8, 65 - wedge)
                        .curve(40, 65 - wedge * 0.8, 62, 66)
                        .curve(80, 68, 95, 65)
                        .to(94, 67)
                        .curve(80, 70, 62, 68)
                        .curve(40, 68 - wedge * 0.8, 8, 67 - wedge)
                        .closed(),
                BaseColour.BEIGE.plain());
        double width = random.between(3.0, 7.0);
        int straps = random.between(1, 3);
        double rise = random.between(46.0, 52.0);
        Shape instep = Outline.at(48, 68 - wedge * 0.4)
                .curve(56, rise, 70, rise + 4)
                .curve(86, rise + 8, 95, 67)
                .closed();
        canvas.within(instep, () -> {
            double apart = 40.0 / straps;
            for (int i = 0; i < straps; i++) {
                double x = 88 - i * apart;
                canvas.cloth(Outline.at(x, 70)
                        .to(x - 8, 44)
                        .to(x - 8 - apart * 0.7, 44)
                        .to(x - apart * 0.7, 70)
                        .closed());
            }
            canvas.stroke(instep, Shade.darker(canvas.base(), 0.4), 1.2f);
        });
        if (random.chance(0.75)) {
            double y = 46 - wedge;
            canvas.band(Outline.arc(12, 65 - wedge, 7, y + 4, 16, y), canvas.base(), width * 0.7);
            canvas.band(Outline.arc(16, y, 30, y - 3, 40, y + 2), canvas.base(), width * 0.7);
            canvas.band(Outline.arc(40, y + 2, 39, 56 - wedge * 0.8, 32, 66 - wedge * 0.9), canvas.base(), width * 0.7);
            canvas.part(Outline.box(25, y - 3, 30, y + 2, 1), BaseColour.GOLD.plain());
        }
    }

    static void flipFlops(Canvas canvas, RandomSource random) {
        double width = random.between(11.0, 14.0);
        double turn = random.between(2.0, 12.0);
        Color strap = canvas.trim();
        double knot = random.between(22.0, 28.0);
        Shape outline = Outline.at(70, 8)
                .curve(70 + width * 1.25, 10, 70 + width, 34)
                .curve(70 + width * 0.75, 56, 70 + width * 0.85, 76)
                .curve(70 + width * 0.7, 92, 70, 92)
                .curve(70 - width * 0.8, 92, 70 - width * 0.8, 74)
                .curve(70 - width * 0.5, 56, 70 - width, 34)
                .curve(70 - width, 8, 70, 8)
                .closed();
        Shape right = Outline.turned(outline, turn, 70, 50);
        for (boolean mirrored : new boolean[] {false, true}) {
            Shape sole = mirrored ? Outline.mirror(right) : right;
            canvas.part(Outline.moved(sole, 1, 1.5), DARK_SOLE);
            canvas.cloth(sole);
            for (double side : new double[] {-1, 1}) {
                Shape arm = Outline.turned(
                        Outline.arc(70, knot, 70 + side * width * 0.9, knot + 6, 70 + side * width * 0.85, knot + 26),
                        turn,
                        70,
                        50);
                canvas.band(mirrored ? Outline.mirror(arm) : arm, strap, 3);
            }
        }
    }

    private static Shape upper(double collar, double bottom) {
        return Outline.at(10, bottom)
                .curve(8, 52, 11, collar)
                .curve(24, collar + 5, 38, collar - 3)
                .curve(44, 42, 66, 51)
                .curve(92, 52, 92, bottom)
                .closed();
    }

    private static void sneaker(Canvas canvas, RandomSource random, double collar, double sole) {
        canvas.inside(Outline.at(11, collar)
                .curve(24, collar - 4, 40, collar - 4)
                .curve(26, collar + 9, 11, collar)
                .closed());
        canvas.part(
                Outline.at(36, collar)
                        .curve(38, collar - 6, 44, collar - 5)
                        .to(54, 48)
                        .to(44, 50)
                        .closed(),
                Shade.darker(canvas.base(), 0.15));
        canvas.cloth(upper(collar, 66));
        Shape heelCap = Outline.at(10, 66)
                .curve(8, 54, 10.4, collar + 4)
                .curve(22, 54, 26, 66)
                .closed();
        if (random.chance(0.6)) {
            canvas.trimming(heelCap);
        } else {
            canvas.seam(heelCap);
        }
        canvas.seam(Outline.at(34, 66).curve(36, 54, 42, collar + 6).open());
        int laces = random.between(3, 6);
        Color lace = random.chance(0.6) ? RUBBER : canvas.trim();
        for (int i = 0; i < laces; i++) {
            double share = (i + 0.6) / laces;
            double x = 40 + share * 24;
            double y = collar + 1 + share * (51 - collar);
            canvas.stroke(Outline.line(x - 3, y + 4, x + 3, y - 1.5), Shade.darker(lace, 0.4), 1.7f);
            canvas.stroke(Outline.line(x - 3, y + 4, x + 3, y - 1.5), lace, 1.2f);
        }
        Shape rubber = Outline.at(8, 65)
                .to(93, 65)
                .curve(96, 66, 93, 65 + sole * 0.8)
                .curve(90, 66 + sole, 80, 66 + sole)
                .to(12, 66 + sole)
                .curve(6, 66 + sole, 8, 65)
                .closed();
        canvas.part(rubber, random.chance(0.75) ? RUBBER : random.chance(0.5) ? DARK_SOLE : canvas.trim());
        if (random.chance(0.5)) {
            canvas.stroke(Outline.line(9, 66 + sole * 0.5, 93, 65.5 + sole * 0.5), canvas.trim(), 0.9f);
        }
    }
}
