package dev.twinset.samples;

import java.awt.Color;
import java.awt.Shape;
import java.util.HashMap;
import java.util.Map;

/** What the statements of one picture share: its canvas, its random numbers and its named values. For one thread. */
final class Sketch {
    private final Canvas canvas;
    private final RandomSource random;
    private final Map<String, Double> values = new HashMap<>();
    private final Map<String, Shape> shapes = new HashMap<>();

    Sketch(Canvas canvas, RandomSource random) {
        this.canvas = canvas;
        this.random = random;
        set("base", number(canvas.base()));
        set("trim", number(canvas.trim()));
    }

    Canvas canvas() {
        return canvas;
    }

    RandomSource random() {
        return random;
    }

    double value(String name) {
        return known(values, name);
    }

    void set(String name, double value) {
        values.put(name, value);
    }

    Shape shape(String name) {
        return known(shapes, name);
    }

    void set(String name, Shape shape) {
        shapes.put(name, shape);
    }

    static Color colour(double number) {
        return new Color((int) (long) number, true);
    }

    static double number(Color colour) {
        return Integer.toUnsignedLong(colour.getRGB());
    }

    private static <T> T known(Map<String, T> named, String name) {
        T found = named.get(name);
        if (found == null) {
            throw new IllegalStateException(name + " has no value yet");
        }
        return found;
    }
}
