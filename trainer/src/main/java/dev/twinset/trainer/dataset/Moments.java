package dev.twinset.trainer.dataset;

/** Mean and standard deviation of values between 0 and 1, to three digits: more would say nothing. */
record Moments(double mean, double deviation) {
    /** One level of 255: a channel without any spread must not be divided by zero. */
    private static final double LEAST_DEVIATION = 0.004;

    /** @param counts how often each of the levels 0 to 255 occurs */
    static Moments of(long[] counts) {
        double n = 0;
        double sum = 0;
        double squares = 0;
        for (int level = 0; level < counts.length; level++) {
            double value = level / 255.0;
            n += counts[level];
            sum += counts[level] * value;
            squares += counts[level] * value * value;
        }
        double mean = sum / n;
        double variance = Math.max(0, squares / n - mean * mean);
        return new Moments(rounded(mean), Math.max(LEAST_DEVIATION, rounded(Math.sqrt(variance))));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
