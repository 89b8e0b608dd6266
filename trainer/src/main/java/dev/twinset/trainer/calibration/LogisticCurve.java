package dev.twinset.trainer.calibration;

/**
 * The probability 1 / (1 + exp(-slope * x - offset)) that is most likely given the observations (Platt, Probabilistic
 * Outputs for Support Vector Machines, 1999), found by Newton's method with halved steps (Lin, Lin and Weng, A Note on
 * Platt's Probabilistic Outputs, 2007). Each side counts as observed once more, so that no probability is 0 or 1.
 * {@link StrictMath} gives every machine the same bits.
 */
record LogisticCurve(double slope, double offset) {
    private static final int MOST_STEPS = 100;
    private static final double LEAST_STEP = 1e-10;
    private static final double LEAST_GAIN = 1e-4;
    private static final double RIDGE = 1e-12;
    private static final double ENOUGH = 1e-9;

    /** @param x as long as {@code seen}, about 0 and of spread 1 */
    static LogisticCurve fit(double[] x, boolean[] seen) {
        double[] targets = targets(seen);
        LogisticCurve curve = new LogisticCurve(0, logOdds(mean(targets)));
        for (int step = 0; step < MOST_STEPS; step++) {
            LogisticCurve next = curve.improved(x, targets);
            boolean done = Math.abs(next.slope - curve.slope) + Math.abs(next.offset - curve.offset) < ENOUGH;
            curve = next;
            if (done) {
                break;
            }
        }
        // a greater x is never less probable: where it seems so, x carries no information
        return curve.slope >= 0 ? curve : new LogisticCurve(0, logOdds(mean(targets)));
    }

    private static double[] targets(boolean[] seen) {
        int yes = 0;
        for (boolean one : seen) {
            yes += one ? 1 : 0;
        }
        double high = (yes + 1.0) / (yes + 2.0);
        double low = 1.0 / (seen.length - yes + 2.0);
        double[] targets = new double[seen.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = seen[i] ? high : low;
        }
        return targets;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    static double logOdds(double probability) {
        return StrictMath.log(probability / (1 - probability));
    }

    double at(double x) {
        return 1 / (1 + StrictMath.exp(-slope * x - offset));
    }

    private LogisticCurve improved(double[] x, double[] targets) {
        double slopes = RIDGE;
        double offsets = RIDGE;
        double both = 0;
        double bySlope = 0;
        double byOffset = 0;
        for (int i = 0; i < x.length; i++) {
            double p = at(x[i]);
            double weight = p * (1 - p);
            slopes += x[i] * x[i] * weight;
            offsets += weight;
            both += x[i] * weight;
            bySlope += x[i] * (p - targets[i]);
            byOffset += p - targets[i];
        }
        double determinant = slopes * offsets - both * both;
        double slopeStep = -(offsets * bySlope - both * byOffset) / determinant;
        double offsetStep = -(slopes * byOffset - both * bySlope) / determinant;
        double fall = bySlope * slopeStep + byOffset * offsetStep;
        double loss = loss(x, targets);
        for (double part = 1; part >= LEAST_STEP; part /= 2) {
            LogisticCurve next = new LogisticCurve(slope + part * slopeStep, offset + part * offsetStep);
            if (next.loss(x, targets) <= loss + LEAST_GAIN * part * fall) {
                return next;
            }
        }
        return this;
    }

    /** Cross-entropy, written so that nothing overflows. */
    private double loss(double[] x, double[] targets) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double odds = slope * x[i] + offset;
            sum += StrictMath.log1p(StrictMath.exp(-Math.abs(odds))) + Math.max(odds, 0) - targets[i] * odds;
        }
        return sum;
    }
}
