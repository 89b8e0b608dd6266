package dev.twinset.worker.metrics;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The histogram of a timer at an instant, or between two. Micrometer's own percentiles cannot be subtracted, so they
 * know no last minute, and would add series to what Prometheus scrapes.
 *
 * @param seconds of all that was timed
 * @param ends upper ends of the buckets, seconds, ascending
 * @param upTo how many took at most as long as each end
 */
record TimerSnapshot(double count, double seconds, double[] ends, double[] upTo) {
    static final TimerSnapshot NONE = new TimerSnapshot(0, 0, new double[0], new double[0]);

    static TimerSnapshot of(Timer timer) {
        HistogramSnapshot seen = timer.takeSnapshot();
        CountAtBucket[] buckets = Arrays.stream(seen.histogramCounts())
                .filter(bucket -> Double.isFinite(bucket.bucket(TimeUnit.SECONDS)))
                .toArray(CountAtBucket[]::new);
        return new TimerSnapshot(
                seen.count(),
                seen.total(TimeUnit.SECONDS),
                Arrays.stream(buckets)
                        .mapToDouble(bucket -> bucket.bucket(TimeUnit.SECONDS))
                        .toArray(),
                Arrays.stream(buckets).mapToDouble(CountAtBucket::count).toArray());
    }

    /** What came after an earlier look at the same timer. */
    TimerSnapshot since(TimerSnapshot earlier) {
        double[] later = upTo.clone();
        for (int i = 0; i < earlier.upTo.length; i++) {
            later[i] -= earlier.upTo[i];
        }
        return new TimerSnapshot(count - earlier.count, seconds - earlier.seconds, ends, later);
    }

    double mean() {
        return seconds / count;
    }

    /**
     * As Prometheus' {@code histogram_quantile}: within a bucket, values count as evenly spread.
     *
     * @param share 0 to 1
     * @return seconds; infinite beyond the last bucket, NaN if nothing was timed
     */
    double quantile(double share) {
        if (count <= 0) {
            return Double.NaN;
        }
        double rank = share * count;
        for (int i = 0; i < ends.length; i++) {
            if (upTo[i] >= rank) {
                double start = i == 0 ? 0 : ends[i - 1];
                double before = i == 0 ? 0 : upTo[i - 1];
                return start + (ends[i] - start) * (upTo[i] == before ? 1 : (rank - before) / (upTo[i] - before));
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
