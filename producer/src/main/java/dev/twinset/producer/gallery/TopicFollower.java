package dev.twinset.producer.gallery;

import dev.twinset.console.DaemonThreads;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.kafka.client.LogTail;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes every record of some topics to a handler and reports the state of Kafka. It waits for a broker that is away.
 * Other refusals are retried too, because only a person can fix them. Has a thread of its own.
 */
final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ENDS_TIMEOUT = Duration.ofSeconds(3);
    private static final long BETWEEN_REPORTS = Duration.ofSeconds(2).toNanos();
    private static final long CLOSING_MILLIS = 5_000;

    /** Receives the records. */
    interface Handler {
        /** In the order of each partition. */
        void take(EventRecord record);

        /** Called once, when all records that existed at the opening of the gallery have been read. */
        default void caughtUp() {}
    }

    private final FollowerStats.Source source;
    private final LogTail reader;
    private final Handler handler;
    private final FollowerStats pulse;
    private final Thread thread;
    private boolean caughtUp;
    /** The first report comes with the first records: a page that knows of none would seem to be up to date. */
    private long lastReport = System.nanoTime() - BETWEEN_REPORTS;

    private volatile boolean closed;

    private TopicFollower(FollowerStats.Source source, LogTail reader, Handler handler, FollowerStats pulse) {
        this.source = source;
        this.reader = reader;
        this.handler = handler;
        this.pulse = pulse;
        this.thread = DaemonThreads.unstarted("gallery-" + source.name().toLowerCase(Locale.ROOT), this::follow);
    }

    /** @param reader is closed with the follower */
    static TopicFollower start(FollowerStats.Source source, LogTail reader, Handler handler, FollowerStats pulse) {
        TopicFollower follower = new TopicFollower(source, reader, handler, pulse);
        follower.thread.start();
        return follower;
    }

    private void follow() {
        try (reader) {
            while (!closed) {
                try {
                    step();
                } catch (IOException e) {
                    LOG.debug("{} cannot be followed", source, e);
                    pulse.lost(source, String.valueOf(e.getMessage()));
                    pause();
                }
            }
        }
    }

    private void step() throws IOException {
        List<EventRecord> records = reader.poll(POLL);
        for (EventRecord record : records) {
            take(record);
        }
        if (!caughtUp && reader.atEnd()) {
            caughtUp = true;
            handler.caughtUp();
        }
        if (System.nanoTime() - lastReport > BETWEEN_REPORTS) {
            lastReport = System.nanoTime();
            reader.updateEnds(ENDS_TIMEOUT);
            pulse.followed(source, reader.behind());
        }
    }

    /** Anyone may write to a topic: no record may stop the follower. */
    private void take(EventRecord record) {
        try {
            handler.take(record);
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
