package dev.twinset.samples;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.RoundRectangle2D;
import java.util.Map;

/**
 * Reads a shape: {@code @name}, a path or a figure, and after each {@code |} how it is then placed. Units are
 * hundredths of the picture's side; x = 50 is the axis of symmetry. A word is an expression, so that it has no spaces.
 *
 * <ul>
 *   <li>{@code M x y}, then {@code L x y} and {@code Q controlX controlY x y}, and at the end nothing, {@code Z}
 *       (closed) or {@code MIRROR} (closed by its mirror image): as the path of an SVG
 *   <li>{@code box left top right bottom corner}, {@code oval x y radiusX radiusY}, {@code line x y x y}, {@code arc x
 *       y controlX controlY x y}, {@code star x y radius points depth}
 *   <li>{@code | mirror}, {@code | move x y}, {@code | turn degrees x y}
 * </ul>
 */
final class OutlineParser {
    private static final AffineTransform MIRROR = new AffineTransform(-1, 0, 0, 1, 100, 0);

    private record Figure(int arity, Build build) {}

    private interface Build {
        Shape of(double[] operands);
    }

    private record Placing(int arity, Place place) {}

    private interface Place {
        AffineTransform of(double[] operands);
    }

    private static final Map<String, Figure> FIGURES = Map.of(
            "box",
            new Figure(5, of -> new RoundRectangle2D.Double(of[0], of[1], of[2] - of[0], of[3] - of[1], of[4], of[4])),
            "oval",
            new Figure(4, of -> new Ellipse2D.Double(of[0] - of[2], of[1] - of[3], 2 * of[2], 2 * of[3])),
            "line",
            new Figure(4, of -> new Line2D.Double(of[0], of[1], of[2], of[3])),
            "arc",
            new Figure(6, of -> new QuadCurve2D.Double(of[0], of[1], of[2], of[3], of[4], of[5])),
            "star",
            new Figure(5, of -> star(of[0], of[1], of[2], (int) of[3], of[4])));

    private static final Map<String, Placing> PLACINGS = Map.of(
            "mirror", new Placing(0, of -> MIRROR),
            "move", new Placing(2, of -> AffineTransform.getTranslateInstance(of[0], of[1])),
            "turn", new Placing(3, of -> AffineTransform.getRotateInstance(Math.toRadians(of[0]), of[1], of[2])));

    private final Words words;

    private OutlineParser(Words words) {
        this.words = words;
    }

    /** Reads the words that are left, all of them. */
    static Outline parse(Words words) {
        OutlineParser parser = new OutlineParser(words);
        Outline outline = parser.figure();
        while (words.accept("|")) {
            outline = parser.placed(outline);
        }
        words.requireEnd();
        return outline;
    }

    static Shape mirrored(Shape shape) {
        return MIRROR.createTransformedShape(shape);
    }

    private Outline figure() {
        String kind = words.next("a shape");
        if (kind.startsWith("@")) {
            return sketch -> sketch.shape(kind.substring(1));
        }
        if (kind.equals("M")) {
            return path();
        }
        Figure figure = FIGURES.get(kind);
        if (figure == null) {
            throw new IllegalArgumentException("there is no shape " + kind + ", only @name, M and " + FIGURES.keySet());
        }
        Operands operands = Operands.read(words, figure.arity);
        return sketch -> figure.build.of(operands.in(sketch));
    }

    private Outline placed(Outline outline) {
        String name = words.next("mirror, move or turn");
        Placing placing = PLACINGS.get(name);
        if (placing == null) {
            throw new IllegalArgumentException("there is no way to place " + name + ", only " + PLACINGS.keySet());
        }
        Operands operands = Operands.read(words, placing.arity);
        return sketch -> {
            Shape shape = outline.in(sketch);
            return placing.place.of(operands.in(sketch)).createTransformedShape(shape);
        };
    }

    private Outline path() {
        OutlinePath path = new OutlinePath(Operands.read(words, 2));
        while (true) {
            if (words.accept("L")) {
                path.add(Operands.read(words, 2));
            } else if (words.accept("Q")) {
                path.add(Operands.read(words, 4));
            } else if (words.accept("Z")) {
                return path.closed();
            } else if (words.accept("MIRROR")) {
                return path.symmetric();
            } else {
                return path.open();
            }
        }
    }

    private static Shape star(double x, double y, double radius, int points, double depth) {
        Path2D path = new Path2D.Double();
        path.moveTo(x, y - radius);
        for (int i = 1; i < 2 * points; i++) {
            double reach = i % 2 == 0 ? radius : radius * depth;
            double angle = Math.PI * i / points;
            path.lineTo(x + reach * Math.sin(angle), y - reach * Math.cos(angle));
        }
        path.closePath();
        return path;
    }
}
