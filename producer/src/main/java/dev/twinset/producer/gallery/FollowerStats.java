package dev.twinset.producer.gallery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counters and state of the topic followers, for display. Any thread. */
final class FollowerStats {
    /** What is followed. */
    enum Source {
        UPLOADS,
        ANSWERS
    }

    private static final int WINDOW_SECONDS = 5;

    /** A broker that is busy, or fails over, answers again within this. */
    private static final Duration SLOW = Duration.ofSeconds(10);

    private final Clock clock;
    private final Map<Source, Fault> faults = new EnumMap<>(Source.class);
    private final Map<Source, Long> behind = new EnumMap<>(Source.class);
    /** Answers per second: the seconds of the window and the current one. */
    private final long[] perSecond = new long[WINDOW_SECONDS + 1];

    private long second;
    private long answered;
    private long rejected;
    private @Nullable Instant lastAnswer;
    private @Nullable String model;
    private @Nullable Instant modelSince;

    FollowerStats(Clock clock) {
        this.clock = clock;
        this.second = clock.instant().getEpochSecond();
    }

    /**
     * @param fault why Kafka cannot be followed, if it cannot
     * @param slow whether that began only some seconds ago
     * @param imagesPerSecond answers and rejections, over the last five whole seconds
     * @param answered since the gallery was opened
     * @param rejected since the gallery was opened
     * @param behind records that are still to be read
     * @param whole whether all that was there has been read, as far as is known
     * @param model the model of the latest answer
     */
    record Reading(
            Optional<String> fault,
            boolean slow,
            double imagesPerSecond,
            long answered,
            long rejected,
            Optional<Instant> lastAnswer,
            long behind,
            boolean whole,
            Optional<String> model) {}

    private record Fault(String text, Instant since) {}

    synchronized void answered() {
        answered++;
        lastAnswer = clock.instant();
        tick()[slot(second)]++;
    }

    /** An answer, old or new, was given by this model. */
    synchronized void answeredBy(String modelId, Instant at) {
        if (modelSince == null || !at.isBefore(modelSince)) {
            model = modelId;
            modelSince = at;
        }
    }

    synchronized void rejected() {
        rejected++;
        tick()[slot(second)]++;
    }

    /** @param recordsBehind how far from the end of its topics the source was read */
    synchronized void followed(Source source, long recordsBehind) {
        faults.remove(source);
        behind.put(source, recordsBehind);
    }

    synchronized void lost(Source source, String fault) {
        Fault before = faults.get(source);
        faults.put(source, new Fault(fault, before == null ? clock.instant() : before.since()));
    }

    synchronized Reading read() {
        long[] seconds = tick();
        long inWindow = Arrays.stream(seconds).sum() - seconds[slot(second)];
        long remaining = behind.values().stream().mapToLong(Long::longValue).sum();
        return new Reading(
                faults.values().stream().map(Fault::text).findFirst(),
                !faults.isEmpty() && faults.values().stream().allMatch(this::isNew),
                (double) inWindow / WINDOW_SECONDS,
                answered,
                rejected,
                Optional.ofNullable(lastAnswer),
                remaining,
                faults.isEmpty() && behind.size() == Source.values().length && remaining == 0,
                Optional.ofNullable(model));
    }

    private boolean isNew(Fault fault) {
        return fault.since().plus(SLOW).isAfter(clock.instant());
    }

    /** Clears the seconds that have left the window since the last call. */
    private long[] tick() {
        long now = clock.instant().getEpochSecond();
        for (long passed = Math.min(now - second, perSecond.length); passed > 0; passed--) {
            perSecond[slot(now - passed + 1)] = 0;
        }
        second = Math.max(second, now);
        return perSecond;
    }

    private int slot(long ofSecond) {
        return (int) Math.floorMod(ofSecond, (long) perSecond.length);
    }
}
