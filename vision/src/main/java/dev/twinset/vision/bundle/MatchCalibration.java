package dev.twinset.vision.bundle;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a score means: how probable it is that two images whose features have this cosine show the same kind of product.
 * Straight lines between a few points, level beyond the first and the last, rounded to {@value #DIGITS} decimals: the
 * fit knows no more, and additions and multiplications of doubles give the same bits on every machine and JDK.
 *
 * @param points scores ascending, matches never falling; none if the model was never calibrated
 */
public record MatchCalibration(List<Point> points) {
    /** Decimals of a match. */
    public static final int DIGITS = 4;

    /** Of a model that was never calibrated. */
    public static final MatchCalibration NONE = new MatchCalibration(List.of());

    private static final double UNITS = 1e4;
    private static final int LEAST_POINTS = 2;

    public MatchCalibration {
        points = List.copyOf(points);
        if (!points.isEmpty() && points.size() < LEAST_POINTS) {
            throw new IllegalArgumentException(
                    "calibration has " + points.size() + " point, expected none or at least " + LEAST_POINTS);
        }
        for (int i = 1; i < points.size(); i++) {
            requireAscending(points.get(i - 1), points.get(i));
        }
    }

    private static void requireAscending(Point before, Point point) {
        if (point.score() <= before.score() || point.match() < before.match()) {
            throw new IllegalArgumentException("calibration goes from " + before + " to " + point
                    + ", expected a greater score and a match that is not smaller");
        }
    }

    /**
     * @param score cosine of two features
     * @param match part of the pairs of this score that are of one kind, 0..1
     */
    public record Point(double score, double match) {
        public Point {
            if (!Double.isFinite(score) || !(match >= 0 && match <= 1)) {
                throw new IllegalArgumentException("calibration has score " + score + " and match " + match
                        + ", expected a finite score and a match of 0 to 1");
            }
        }
    }

    /**
     * @param score cosine of two features; a rounding error beyond 1 is as good as 1
     * @return 0..1, never less for a greater score; empty if the model was never calibrated
     */
    public OptionalDouble match(float score) {
        return points.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Math.rint(at(score) * UNITS) / UNITS);
    }

    private double at(float score) {
        int next = 0;
        while (next < points.size() && points.get(next).score() <= score) {
            next++;
        }
        if (next == 0) {
            return points.get(0).match();
        }
        Point before = points.get(next - 1);
        return next == points.size() ? before.match() : between(before, points.get(next), score);
    }

    /** Each step keeps the order of the scores when it rounds, so no greater score gets a smaller match. */
    private static double between(Point before, Point after, float score) {
        double part = (score - before.score()) / (after.score() - before.score());
        return Math.min(after.match(), before.match() + (after.match() - before.match()) * part);
    }
}
