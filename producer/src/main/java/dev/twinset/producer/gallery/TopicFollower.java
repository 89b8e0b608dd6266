package dev.twinset.producer.gallery;

import dev.twinset.console.DaemonThreads;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.producer.TopicReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes every record of some topics to a handler and reports the state of Kafka. It waits for a broker that is away.
 * Other refusals are retried too, because only a person can fix them. Has a thread of its own.
 */
final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final long BETWEEN_LOOKS = Duration.ofSeconds(2).toNanos();
    private static final long CLOSING_MILLIS = 5_000;

    /** Receives the records. */
    interface Desk {
        /** In the order of each partition. */
        void take(EventRecord record);

        /** Called once, when all records that existed at the opening of the gallery have been read. */
        default void caughtUp() {}
    }

    private final FollowerStats.Source source;
    private final TopicReader reader;
    private final Desk desk;
    private final FollowerStats pulse;
    private final Thread thread;
    private boolean caughtUp;
    private long lastLook = System.nanoTime();
    private volatile boolean closed;

    private TopicFollower(FollowerStats.Source source, TopicReader reader, Desk desk, FollowerStats pulse) {
        this.source = source;
        this.reader = reader;
        this.desk = desk;
        this.pulse = pulse;
        this.thread = DaemonThreads.unstarted("gallery-" + source.name().toLowerCase(Locale.ROOT), this::follow);
    }

    /** @param reader is closed with the follower */
    static TopicFollower start(FollowerStats.Source source, TopicReader reader, Desk desk, FollowerStats pulse) {
        TopicFollower follower = new TopicFollower(source, reader, desk, pulse);
        follower.thread.start();
        return follower;
    }

    private void follow() {
        try (reader) {
            while (!closed) {
                try {
                    step();
                } catch (UncheckedIOException e) {
                    lost(String.valueOf(e.getMessage()), e);
                } catch (KafkaException e) {
                    lost("Kafka: " + e.getMessage(), e);
                }
            }
        }
    }

    private void lost(String sentence, RuntimeException e) {
        LOG.debug("{} cannot be followed", source, e);
        pulse.lost(source, sentence);
        pause();
    }

    private void step() {
        List<EventRecord> records = reader.poll(POLL);
        for (EventRecord record : records) {
            take(record);
        }
        if (!caughtUp && reader.atEnd()) {
            caughtUp = true;
            desk.caughtUp();
        }
        if (System.nanoTime() - lastLook > BETWEEN_LOOKS) {
            lastLook = System.nanoTime();
            reader.look(LOOK);
            pulse.followed(source, reader.behind());
        }
    }

    /** Anyone may write to a topic: no record may stop the follower. */
    private void take(EventRecord record) {
        try {
            desk.take(record);
        } catch (RuntimeException e) {
            LOG.warn("{} is passed over", record.coordinates(), e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
