package dev.twinset.trainer.progress;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How fast a training goes and how long it still takes: a moving average over the steps, and the last validation. One
 * thread.
 */
public final class EtaEstimator {
    /** A step's weight against those before it: some 50 steps count. */
    private static final double NEWEST = 0.02;

    /** A forward pass takes this part of a step; until it has been measured. */
    private static final double FORWARD_PART = 0.3;

    private final Clock clock;
    private final int batch;
    private final int validated;
    private final int embedded;
    private double stepSeconds;
    private int steps;
    private double forwardSeconds = -1;
    private Instant mark;

    /**
     * @param batch images in a step
     * @param validated images in a validation
     * @param embedded images that the last measurement embeds, divided by the threads that do it
     */
    public EtaEstimator(Clock clock, int batch, int validated, int embedded) {
        this.clock = clock;
        this.batch = batch;
        this.validated = validated;
        this.embedded = embedded;
        this.mark = clock.instant();
    }

    /** What follows is a step. */
    public void start() {
        mark = clock.instant();
    }

    /** @return seconds that the step took */
    public double stepped() {
        double seconds = lap();
        steps++;
        stepSeconds += (seconds - stepSeconds) * Math.max(NEWEST, 1.0 / steps);
        return seconds;
    }

    public void validated() {
        forwardSeconds = validated == 0 ? 0 : lap() / validated;
    }

    private double lap() {
        Instant now = clock.instant();
        double seconds = Duration.between(mark, now).toNanos() / 1e9;
        mark = now;
        return seconds;
    }

    /** Of the recent steps; 0 before the first. */
    public double imagesPerSecond() {
        return stepSeconds > 0 ? batch / stepSeconds : 0;
    }

    /** @param validations that are still to come */
    public Duration left(long steps, int validations) {
        double forward = forwardSeconds < 0 ? stepSeconds / batch * FORWARD_PART : forwardSeconds;
        double seconds = steps * stepSeconds + forward * ((double) validations * validated + embedded);
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
