package dev.twinset.benchmarks.ingest;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.LogTail;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads a topic of answers from its beginning, on a thread of its own: how many there are, and when each was seen. */
final class AnswerTimes implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    /** Answers come as whole batches. */
    private static final long SHORTEST_NANOS = 500_000_000;

    private final EventCodec codec;
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean closed;

    AnswerTimes(String bootstrap, Topics topics) throws IOException, InterruptedException {
        codec = new EventCodec(topics, Clock.systemUTC(), "/bench");
        LogTail tail =
                LogTail.open(Map.of("bootstrap.servers", bootstrap), Map.of(topics.recommendations(), LogTail.ALL));
        new Thread(() -> follow(tail), "answers").start();
    }

    private void follow(LogTail tail) {
        try (tail) {
            while (!closed) {
                for (EventRecord answer : tail.poll(POLL)) {
                    seen.put(codec.answeredEvent(answer).orElseThrow(), System.nanoTime());
                    count.incrementAndGet();
                }
            }
        } catch (IOException | RuntimeException e) {
            failure.set(e);
        }
    }

    /**
     * Answers per second from the middle one since then to the last, as compilers are at work before; of all of them if
     * half is too few for that.
     *
     * @param start by {@link System#nanoTime}
     */
    double rateSince(long start) {
        long[] times = seen.values().stream()
                .mapToLong(Long::longValue)
                .filter(time -> time >= start)
                .sorted()
                .toArray();
        long last = times[times.length - 1];
        int middle = times.length / 2;
        return last - times[middle] < SHORTEST_NANOS
                ? times.length / ((last - start) / 1e9)
                : (times.length - 1 - middle) / ((last - times[middle]) / 1e9);
    }

    /**
     * Milliseconds from upload to answer of those events that came in the second half of the time.
     *
     * @param uploaded when each was, by {@link System#nanoTime}; all have been answered
     */
    double[] millisSince(Map<String, Long> uploaded) {
        LongSummaryStatistics times =
                uploaded.values().stream().mapToLong(Long::longValue).summaryStatistics();
        long middle = times.getMin() + (times.getMax() - times.getMin()) / 2;
        return uploaded.entrySet().stream()
                .filter(event -> event.getValue() >= middle)
                .mapToDouble(event -> (requireNonNull(seen.get(event.getKey())) - event.getValue()) / 1e6)
                .toArray();
    }

    /** Waits until there are so many. */
    void await(long answers, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (count.get() < answers) {
            if (failure.get() != null) {
                throw new IllegalStateException("answers cannot be read", failure.get());
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("only " + count + " of " + answers + " images were answered");
            }
            Thread.sleep(1);
        }
    }

    /** The thread ends by itself. */
    @Override
    public void close() {
        closed = true;
    }
}
