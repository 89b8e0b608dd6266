package dev.twinset.samples;

import java.awt.Color;
import java.awt.Shape;

/** Earrings and necklaces. */
final class Jewellery {
    private Jewellery() {}

    static void earrings(Canvas canvas, RandomSource random) {
        double drop = random.between(8.0, 22.0);
        int style = random.between(0, 3);
        double size = random.between(8.0, 15.0);
        int beads = random.between(2, 6);
        for (double x : new double[] {31, 69}) {
            double y = 26 + drop;
            canvas.stroke(Outline.arc(x, 26, x - 7, 12, x - 3, 24), Shade.darker(BaseColour.SILVER.plain(), 0.2), 0.9f);
            canvas.stroke(Outline.line(x, 26, x, y), BaseColour.GOLD.plain(), 1f);
            stone(canvas, Outline.oval(x, 26, 2.6, 2.6), canvas.trim());
            if (style == 0) {
                canvas.stroke(Outline.oval(x, y + size, size, size), Shade.darker(canvas.base(), 0.35), 3f);
                canvas.stroke(Outline.oval(x, y + size, size, size), canvas.base(), 2.2f);
            } else if (style == 1) {
                Shape tear = Outline.at(x, y - 2)
                        .curve(x + size, y + size, x + size * 0.6, y + 1.7 * size)
                        .curve(x, y + 2.3 * size, x - size * 0.6, y + 1.7 * size)
                        .curve(x - size, y + size, x, y - 2)
                        .closed();
                stone(canvas, tear, canvas.base());
            } else if (style == 2) {
                for (int bead = 0; bead < beads; bead++) {
                    double radius = 5 - bead * 0.5;
                    stone(
                            canvas,
                            Outline.oval(x, 30 + bead * 9.0, radius, radius),
                            bead % 2 == 0 ? canvas.base() : canvas.trim());
                }
            } else {
                Shape fan = Outline.at(x, y - 2)
                        .to(x + size, y + size)
                        .curve(x, y + 2 * size, x - size, y + size)
                        .closed();
                canvas.part(fan, canvas.base());
                for (int bead = -2; bead <= 2; bead++) {
                    double end = y + 1.5 * size - Math.abs(bead) * 1.4 + 2;
                    stone(canvas, Outline.oval(x + bead * size * 0.42, end, 1.7, 1.7), canvas.trim());
                }
            }
        }
    }

    static void necklace(Canvas canvas, RandomSource random) {
        double width = random.between(22.0, 34.0);
        double depth = random.between(56.0, 78.0);
        boolean beaded = random.chance(0.5);
        double radius = random.between(1.6, 3.6);
        double apart = radius * (beaded ? 2.1 : 0);
        if (beaded) {
            int beads = (int) (4 * depth / (3 * apart)) + 6;
            for (int i = 0; i <= beads; i++) {
                double angle = Math.PI * i / beads;
                double x = 50 - width * Math.cos(angle);
                double y = 12 + depth * 0.85 * Math.sin(angle);
                stone(canvas, Outline.oval(x, y, radius, radius), i % 4 == 3 ? canvas.trim() : canvas.base());
            }
        } else {
            Shape chain = Outline.at(50 - width, 10)
                    .curve(50 - width, 12 + depth * 0.8, 50, 12 + depth * 0.85)
                    .curve(50 + width, 12 + depth * 0.8, 50 + width, 10)
                    .open();
            canvas.stroke(chain, Shade.darker(canvas.base(), 0.4), 1.6f);
            canvas.stitches(chain, Shade.lighter(canvas.base(), 0.4));
        }
        double y = 12 + depth * 0.85;
        double size = random.between(4.0, 10.0);
        switch (random.between(0, 2)) {
            case 0 -> stone(canvas, Outline.oval(50, y + size, size, size), canvas.trim());
            case 1 ->
                stone(
                        canvas,
                        Outline.at(50, y)
                                .to(50 + size, y + size)
                                .to(50, y + 2.2 * size)
                                .symmetric(),
                        canvas.trim());
            default -> {
                for (int i = -2; i <= 2; i++) {
                    double fall = y + size - i * i * 1.6;
                    stone(canvas, Outline.oval(50 + i * size * 0.8, fall, size * 0.4, size * 0.6), canvas.trim());
                }
            }
        }
    }

    private static void stone(Canvas canvas, Shape shape, Color colour) {
        canvas.part(shape, colour);
        double x = shape.getBounds2D().getCenterX();
        double y = shape.getBounds2D().getCenterY();
        double glint = shape.getBounds2D().getWidth() * 0.16;
        canvas.gleam(Outline.oval(x - glint, y - glint, glint, glint), 0.6);
    }
}
