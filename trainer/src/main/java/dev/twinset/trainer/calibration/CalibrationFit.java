package dev.twinset.trainer.calibration;

import dev.twinset.vision.bundle.MatchCalibration;
import dev.twinset.vision.bundle.MatchCalibration.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits what a score means to pairs of known kinds: a {@link LogisticCurve} over the angle between the features, given
 * by the scores at which it takes round values, with straight lines between them. It never claims more than 0.99: a few
 * thousand labels do not support more. Deterministic.
 */
public final class CalibrationFit {
    /** Fewer pairs are not enough to fit: five answers each to twenty images. */
    public static final int LEAST_PAIRS = 100;

    private static final double[] MATCHES = {
        0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99
    };
    private static final double LEAST = MATCHES[0];
    private static final double MOST = MATCHES[MATCHES.length - 1];

    /** Scores are rounded to a millionth, matches to a ten-thousandth. */
    private static final double SCORE_UNITS = 1e6;

    private static final double MATCH_UNITS = 1e4;

    /** Angles closer together than this are the same, and carry no information. */
    private static final double LEAST_SPREAD = 1e-9;

    private final double mean;
    private final double spread;
    private final LogisticCurve curve;
    private final List<Point> points = new ArrayList<>();

    private CalibrationFit(ScoredPairs pairs) {
        double[] angles = new double[pairs.size()];
        boolean[] alike = new boolean[pairs.size()];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < angles.length; i++) {
            angles[i] = angle(pairs.score(i));
            alike[i] = pairs.sameKind(i);
            sum += angles[i];
        }
        this.mean = sum / angles.length;
        for (double angle : angles) {
            squares += (angle - mean) * (angle - mean);
        }
        double deviation = Math.sqrt(squares / angles.length);
        this.spread = deviation < LEAST_SPREAD ? Double.POSITIVE_INFINITY : deviation;
        for (int i = 0; i < angles.length; i++) {
            angles[i] = closeness(angles[i]);
        }
        this.curve = LogisticCurve.fit(angles, alike);
    }

    /** @return {@link MatchCalibration#NONE} if there are fewer than {@value #LEAST_PAIRS} pairs */
    public static MatchCalibration of(ScoredPairs pairs) {
        return pairs.size() < LEAST_PAIRS ? MatchCalibration.NONE : new CalibrationFit(pairs).calibration();
    }

    private MatchCalibration calibration() {
        add(-1, curve.at(closeness(Math.PI)));
        if (curve.slope() > 0) {
            for (double match : MATCHES) {
                double angle = mean - spread * (LogisticCurve.logOdds(match) - curve.offset()) / curve.slope();
                if (angle > 0 && angle < Math.PI) {
                    add(StrictMath.cos(angle), match);
                }
            }
        }
        add(1, curve.at(closeness(0)));
        return new MatchCalibration(points);
    }

    private void add(double score, double match) {
        double roundScore = Math.rint(score * SCORE_UNITS) / SCORE_UNITS;
        double roundMatch = Math.rint(Math.min(MOST, Math.max(LEAST, match)) * MATCH_UNITS) / MATCH_UNITS;
        if (points.isEmpty() || roundScore > points.get(points.size() - 1).score()) {
            points.add(new Point(roundScore, roundMatch));
        }
    }

    private static double angle(float score) {
        return StrictMath.acos(Math.min(1, Math.max(-1, score)));
    }

    private double closeness(double angle) {
        return (mean - angle) / spread;
    }
}
