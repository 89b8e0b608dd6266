package dev.twinset.samples;

import java.awt.Color;
import java.awt.Shape;
import java.util.List;

/** A print on a chest: figures, bars as if of lettering, never a font (fonts differ between machines). */
final class Emblem {
    private Emblem() {}

    static void draw(Canvas canvas, RandomSource random, double y) {
        Color ink = random.chance(0.6) ? canvas.trim() : random.of(BaseColour.CLOTH).plain();
        double size = random.between(6.0, 13.0);
        switch (random.between(0, 5)) {
            case 0 -> canvas.fill(star(50, y + 4, size, random.between(4, 9), random.between(0.35, 0.7)), ink);
            case 1 -> {
                canvas.fill(Outline.oval(50, y + 4, size, size), ink);
                canvas.fill(Outline.oval(50, y + 4, size * 0.6, size * 0.6), Shade.lighter(ink, 0.5));
            }
            case 2 -> lettering(canvas, random, ink, y, size);
            case 3 -> {
                for (int i = 0; i < 3; i++) {
                    double top = y + i * size * 0.5;
                    canvas.fill(Outline.box(50 - size * 1.3, top, 50 + size * 1.3, top + size * 0.28, 0), ink);
                }
            }
            case 4 -> {
                for (int i = random.between(3, 7); i > 0; i--) {
                    double radius = random.between(1.5, 5.0);
                    double x = 50 + random.between(-11.0, 11.0);
                    Color dab = Shade.mixed(ink, random.of(BaseColour.CLOTH).plain(), random.between(0.0, 0.6));
                    canvas.fill(Outline.oval(x, y + random.between(-3.0, 16.0), radius, radius), dab);
                }
            }
            default -> {
                canvas.fill(Outline.at(50, y - 4).to(50 + size, y + size).symmetric(), ink);
                lettering(canvas, random, Shade.darker(ink, 0.3), y + size + 2, size * 0.7);
            }
        }
    }

    private static void lettering(Canvas canvas, RandomSource random, Color ink, double y, double size) {
        for (int row = random.between(1, 3); row > 0; row--) {
            double height = size * 0.35;
            for (double x = 50 - size * 1.2; x < 50 + size * 1.1; x += size * 0.32) {
                Shape letter = random.of(List.of(
                        Outline.box(x, 0, x + size * 0.2, height, 0),
                        Outline.box(x, 0, x + size * 0.1, height, 0),
                        Outline.oval(x + size * 0.12, height / 2, size * 0.12, height / 2)));
                canvas.fill(Outline.moved(letter, 0, y + row * height * 1.4), ink);
            }
        }
    }

    private static Shape star(double x, double y, double radius, int points, double depth) {
        Outline outline = Outline.at(x, y - radius);
        for (int i = 1; i < 2 * points; i++) {
            double reach = i % 2 == 0 ? radius : radius * depth;
            double angle = Math.PI * i / points;
            outline.to(x + reach * Math.sin(angle), y - reach * Math.cos(angle));
        }
        return outline.closed();
    }
}
