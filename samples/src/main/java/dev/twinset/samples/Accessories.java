package dev.twinset.samples;

import java.awt.Color;
import java.awt.Shape;

/** What is worn besides. */
final class Accessories {
    private static final Color INK = new Color(0x22, 0x22, 0x24);

    private Accessories() {}

    static void watch(Canvas canvas, RandomSource random) {
        double strap = random.between(8.0, 12.0);
        double radius = random.between(16.0, 22.0);
        boolean round = random.chance(0.7);
        Color metal = random.chance(0.5) ? BaseColour.SILVER.plain() : BaseColour.GOLD.plain();
        boolean links = random.chance(0.4);
        Shape band = Outline.at(50, 3)
                .to(50 + strap * 0.75, 4)
                .curve(50 + strap, 22, 50 + strap, 50)
                .curve(50 + strap, 78, 50 + strap * 0.75, 96)
                .to(50, 97)
                .symmetric();
        if (links) {
            canvas.part(band, metal);
            for (double y = 6; y < 96; y += 4.5) {
                canvas.stroke(Outline.line(50 - strap, y, 50 + strap, y), Shade.darker(metal, 0.35), 0.6f);
            }
        } else {
            canvas.cloth(band);
            canvas.stitches(
                    Outline.line(50 + strap * 0.7, 6, 50 + strap * 0.78, 94), Shade.lighter(canvas.base(), 0.4));
            canvas.stitches(
                    Outline.line(50 - strap * 0.7, 6, 50 - strap * 0.78, 94), Shade.lighter(canvas.base(), 0.4));
        }
        canvas.part(Outline.box(50 + radius, 47, 53 + radius, 53, 1), metal);
        double corner = round ? 2 * radius : 7;
        double inner = radius - random.between(2.0, 4.5);
        canvas.part(Outline.box(50 - radius, 50 - radius, 50 + radius, 50 + radius, corner), metal);
        Color face = links ? canvas.base() : random.chance(0.5) ? new Color(0xf6, 0xf6, 0xf2) : canvas.trim();
        canvas.part(Outline.box(50 - inner, 50 - inner, 50 + inner, 50 + inner, round ? 2 * inner : 5), face);
        Color hands = Shade.lightness(face) > 0.5 ? INK : new Color(0xf2, 0xf2, 0xf2);
        int marks = random.chance(0.7) ? 12 : 4;
        for (int i = 0; i < marks; i++) {
            double angle = 360.0 * i / marks;
            Shape mark = Outline.line(50, 50 - inner + 1.6, 50, 50 - inner + (i % 3 == 0 ? 4.6 : 3.2));
            canvas.stroke(Outline.turned(mark, angle, 50, 50), hands, i % 3 == 0 ? 1.2f : 0.7f);
        }
        if (random.chance(0.35)) {
            canvas.stroke(Outline.oval(50, 50 + inner * 0.45, inner * 0.22, inner * 0.22), hands, 0.5f);
            canvas.stroke(Outline.oval(50 - inner * 0.45, 50, inner * 0.22, inner * 0.22), hands, 0.5f);
        }
        double hour = random.between(0.0, 360.0);
        canvas.stroke(Outline.turned(Outline.line(50, 50, 50, 50 - inner * 0.5), hour, 50, 50), hands, 1.5f);
        double minute = random.between(0.0, 360.0);
        canvas.stroke(Outline.turned(Outline.line(50, 50, 50, 50 - inner * 0.78), minute, 50, 50), hands, 1f);
        canvas.fill(Outline.oval(50, 50, 1.2, 1.2), hands);
    }

    static void belt(Canvas canvas, RandomSource random) {
        double width = random.between(4.5, 8.5);
        Color metal = random.chance(0.6) ? BaseColour.SILVER.plain() : BaseColour.GOLD.plain();
        double radiusX = random.between(30.0, 36.0);
        double radiusY = random.between(17.0, 25.0);
        for (int turn = random.between(1, 3); turn > 0; turn--) {
            double in = turn * (width * 0.25 + 2.5);
            Shape coil = Outline.oval(50, 50 - turn * 2.2, radiusX - in, radiusY - in * 0.7);
            canvas.band(coil, Shade.darker(canvas.base(), 0.12 * turn), width);
        }
        canvas.band(Outline.oval(50, 52, radiusX, radiusY), canvas.base(), width);
        if (random.chance(0.5)) {
            canvas.stitches(Outline.oval(50, 52, radiusX, radiusY), Shade.lighter(canvas.base(), 0.35));
        }
        double y = 52 + radiusY;
        for (int hole = 0; hole < 4; hole++) {
            canvas.fill(Outline.oval(60 + hole * 4, y - 0.6 - hole * 0.45, 0.6, 0.6), INK);
        }
        double half = width / 2 + random.between(1.6, 3.4);
        double corner = random.between(0.0, 2 * half);
        canvas.stroke(Outline.box(45 - half, y - half, 45 + half, y + half, corner), Shade.darker(metal, 0.5), 2.6f);
        canvas.stroke(Outline.box(45 - half, y - half, 45 + half, y + half, corner), metal, 1.8f);
        canvas.stroke(Outline.line(45 - half, y, 46 + half, y), metal, 1.4f);
    }

    static void cap(Canvas canvas, RandomSource random) {
        double height = random.between(26.0, 33.0);
        double brim = random.between(20.0, 27.0);
        Shape dome = Outline.at(14, 62)
                .curve(12, 62 - height, 40, 60 - height)
                .curve(68, 60 - height, 70, 62)
                .curve(42, 67, 14, 62)
                .closed();
        canvas.cloth(dome);
        canvas.seam(Outline.arc(40, 60 - height, 22, 50, 26, 63));
        canvas.seam(Outline.arc(40, 60 - height, 56, 48, 54, 64));
        canvas.part(Outline.oval(40, 60 - height, 2.4, 1.4), canvas.trim());
        Shape visor = Outline.at(42, 65)
                .curve(58, 58, 70, 61)
                .curve(70 + brim, 62, 70 + brim, random.between(68.0, 74.0))
                .curve(66, 66, 42, 65)
                .closed();
        if (random.chance(0.45)) {
            canvas.trimming(visor);
        } else {
            canvas.cloth(visor);
        }
        canvas.stitches(Outline.arc(50, 64, 66, 62, 68 + brim * 0.8, 68), Shade.translucent(Color.BLACK, 0.4));
        if (random.chance(0.65)) {
            canvas.part(Outline.oval(56, 51, random.between(3.0, 7.0), random.between(3.0, 6.0)), canvas.trim());
        }
    }

    static void sunglasses(Canvas canvas, RandomSource random) {
        double width = random.between(15.0, 19.0);
        double height = random.between(9.0, 14.0);
        boolean round = random.chance(0.35);
        double drop = random.between(-2.0, 5.0);
        double frame = random.between(1.0, 3.2);
        Shape temple =
                Outline.at(50 + 2.5 + 2 * width, 44).to(95, 40).to(97, 47).open();
        canvas.band(temple, canvas.base(), 1.6);
        canvas.band(Outline.mirror(temple), canvas.base(), 1.6);
        double middle = 53 + width;
        Shape lens = round
                ? Outline.oval(middle, 52, width * 0.9, height * 1.15)
                : Outline.at(54, 45)
                        .curve(middle, 41 - drop * 0.4, 53 + 2 * width, 43)
                        .curve(54 + 2 * width, 52 + height + drop, middle + 2, 52 + height)
                        .curve(54, 52 + height, 54, 45)
                        .closed();
        canvas.stroke(Outline.arc(47, 47, 50, 43, 53, 47), canvas.base(), (float) frame + 0.6f);
        if (random.chance(0.3)) {
            canvas.stroke(Outline.line(44, 43, 56, 43), canvas.base(), (float) frame);
        }
        Color glass = random.chance(0.6) ? new Color(0x38, 0x34, 0x32) : Shade.darker(canvas.trim(), 0.35);
        for (Shape side : new Shape[] {lens, Outline.mirror(lens)}) {
            canvas.part(side, glass);
            canvas.within(side, () -> {
                double x = side.getBounds2D().getCenterX();
                canvas.gleam(Outline.turned(Outline.box(x - 2, 30, x + 3, 80, 0), 28, x, 52), 0.22);
            });
            canvas.stroke(side, Shade.darker(canvas.base(), 0.4), (float) frame + 0.6f);
            canvas.stroke(side, canvas.base(), (float) frame);
        }
    }

    static void tie(Canvas canvas, RandomSource random) {
        double width = random.between(6.0, 11.0);
        double knot = random.between(4.0, 6.0);
        double tip = random.between(86.0, 95.0);
        canvas.cloth(Outline.at(50, 15)
                .to(50 + knot * 0.6, 15)
                .curve(50 + width * 0.8, 55, 50 + width, tip - width)
                .to(50, tip)
                .symmetric());
        canvas.dim(Outline.box(50 - knot * 0.7, 14, 50 + knot * 0.7, 17, 1), 0.3);
        canvas.cloth(Outline.at(50, 4)
                .to(50 + knot, 5)
                .to(50 + knot * 0.6, 15)
                .to(50, 16)
                .symmetric());
        canvas.stroke(Outline.arc(50, 17, 52, 24, 49, 34), Shade.translucent(Color.BLACK, 0.2), 1f);
    }

    static void scarf(Canvas canvas, RandomSource random) {
        double width = random.between(8.0, 12.0);
        double left = random.between(74.0, 90.0);
        double right = random.between(68.0, 88.0);
        canvas.inside(Outline.oval(50, 24, 16, 9));
        for (double side : new double[] {-1, 1}) {
            double x = 50 + side * random.between(7.0, 12.0);
            double end = side < 0 ? left : right;
            Shape tail = Outline.at(x - width * 0.6, 32)
                    .curve(x - width, 60, x - width * 0.9, end)
                    .to(x + width * 0.9, end)
                    .curve(x + width, 60, x + width * 0.6, 32)
                    .closed();
            for (double fringe = x - width * 0.85; fringe <= x + width * 0.9; fringe += 1.9) {
                canvas.stroke(Outline.line(fringe, end, fringe + side * 0.5, end + 4.5), canvas.base(), 0.8f);
            }
            canvas.cloth(tail);
            canvas.stroke(Outline.arc(x, 36, x + 2, 60, x, end - 3), Shade.translucent(Color.BLACK, 0.12), 1.5f);
        }
        canvas.cloth(Outline.at(50, 26)
                .curve(58, 26, 64, 20)
                .curve(72, 24, 68, 33)
                .curve(60, 42, 50, 42)
                .symmetric());
        canvas.stroke(Outline.arc(36, 28, 50, 40, 64, 28), Shade.translucent(Color.BLACK, 0.2), 1.2f);
    }

    static void socks(Canvas canvas, RandomSource random) {
        double top = random.between(8.0, 34.0);
        double cuff = random.between(5.0, 9.0);
        int bands = random.between(0, 4);
        Shape sock = Outline.at(22, top)
                .to(42, top)
                .curve(41, 52, 45, 60)
                .curve(66, 68, 68, 78)
                .curve(68, 88, 54, 87)
                .curve(30, 84, 22, 70)
                .curve(20, 58, 22, top)
                .closed();
        for (double shift : new double[] {16, -4}) {
            Shape one = Outline.moved(sock, shift, -shift * 0.3);
            canvas.cloth(one);
            canvas.within(one, () -> {
                double y = top - shift * 0.3;
                canvas.fill(Outline.box(0, y, 100, y + cuff, 0), canvas.trim());
                for (int band = 1; band <= bands; band++) {
                    canvas.fill(Outline.box(0, y + cuff + band * 6, 100, y + cuff + band * 6 + 2, 0), canvas.trim());
                }
                canvas.fill(Outline.oval(66 + shift, 82 - shift * 0.3, 9, 11), canvas.trim());
                canvas.fill(Outline.oval(21 + shift, 74 - shift * 0.3, 8, 9), canvas.trim());
            });
        }
    }
}
