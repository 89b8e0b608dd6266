package dev.twinset.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TimerSnapshotTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Timer timer = new Meters(registry).timer(Stage.SEARCH);

    @Test
    void aQuantileLiesInTheBucketOfTheTrueOne() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        double[] seconds = new double[5000];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = Math.exp(random.nextGaussian() * 2 - 5);
            timer.record(Math.round(seconds[i] * 1e9), TimeUnit.NANOSECONDS);
        }
        Arrays.sort(seconds);
        TimerSnapshot snapshot = TimerSnapshot.of(timer);

        assertThat(snapshot.count()).isEqualTo(seconds.length);
        assertThat(snapshot.mean())
                .isCloseTo(Arrays.stream(seconds).average().orElseThrow(), Percentage.withPercentage(.01));
        for (double share : new double[] {.01, .1, .5, .9, .99}) {
            double exact = seconds[(int) (share * seconds.length)];
            assertThat(bucket(snapshot.quantile(share)))
                    .as("seed %d, quantile %s, %s s", seed, share, exact)
                    .isBetween(bucket(exact) - 1, bucket(exact) + 1);
        }
    }

    /** Index of the bucket. */
    private static int bucket(double seconds) {
        int index = 0;
        while (index < Stage.SEARCH.buckets().length && Stage.SEARCH.buckets()[index].toNanos() / 1e9 < seconds) {
            index++;
        }
        return index;
    }

    @Test
    void withinABucketValuesCountAsEvenlySpread() {
        for (int i = 0; i < 10; i++) {
            timer.record(60, TimeUnit.MILLISECONDS); // between 50 and 100
        }

        assertThat(TimerSnapshot.of(timer).quantile(.5)).isCloseTo(.075, Percentage.withPercentage(.1));
        assertThat(TimerSnapshot.of(timer).quantile(1)).isCloseTo(.1, Percentage.withPercentage(.1));
    }

    @Test
    void beyondTheLastBucketNothingIsKnown() {
        timer.record(1, TimeUnit.HOURS);

        assertThat(TimerSnapshot.of(timer).quantile(.5)).isInfinite();
        assertThat(TimerSnapshot.NONE.quantile(.5)).isNaN();
        assertThat(TimerSnapshot.NONE.mean()).isNaN();
    }

    @Test
    void whatCameSinceAnEarlierLookStandsAlone() {
        timer.record(1, TimeUnit.SECONDS);
        TimerSnapshot earlier = TimerSnapshot.of(timer);
        timer.record(3, TimeUnit.MILLISECONDS);

        TimerSnapshot since = TimerSnapshot.of(timer).since(earlier);
        assertThat(since.count()).isEqualTo(1);
        assertThat(since.mean()).isCloseTo(.003, Percentage.withPercentage(.1));
        assertThat(since.quantile(.5)).isLessThan(.005);
    }
}
