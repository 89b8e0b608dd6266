package dev.twinset.samples;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** A path of lines and quadratic curves; a line has two numbers, a curve four. */
final class OutlinePath {
    private final Operands start;
    private final List<Operands> segments = new ArrayList<>();

    OutlinePath(Operands start) {
        this.start = start;
    }

    void add(Operands segment) {
        segments.add(segment);
    }

    Outline open() {
        return sketch -> path(points(sketch));
    }

    Outline closed() {
        return sketch -> {
            Path2D path = path(points(sketch));
            path.closePath();
            return path;
        };
    }

    /** The outline from the axis round the right and back to the axis, closed by its mirror image. */
    Outline symmetric() {
        return sketch -> {
            List<double[]> points = points(sketch);
            Path2D path = path(points);
            for (int i = points.size() - 1; i > 0; i--) {
                double[] curve = points.get(i);
                double[] end = points.get(i - 1);
                path.quadTo(100 - curve[0], curve[1], 100 - end[end.length - 2], end[end.length - 1]);
            }
            path.closePath();
            return path;
        };
    }

    /** The start, then for each segment its control point and its end. */
    private List<double[]> points(Sketch sketch) {
        List<double[]> points = new ArrayList<>();
        double[] last = start.in(sketch);
        points.add(last);
        for (Operands segment : segments) {
            double[] numbers = segment.in(sketch);
            double fromX = last[last.length - 2];
            double fromY = last[last.length - 1];
            last = numbers.length == 4
                    ? numbers
                    : new double[] {(fromX + numbers[0]) / 2, (fromY + numbers[1]) / 2, numbers[0], numbers[1]};
            points.add(last);
        }
        return points;
    }

    private static Path2D path(List<double[]> points) {
        Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
        path.moveTo(points.get(0)[0], points.get(0)[1]);
        for (double[] curve : points.subList(1, points.size())) {
            path.quadTo(curve[0], curve[1], curve[2], curve[3]);
        }
        return path;
    }
}
