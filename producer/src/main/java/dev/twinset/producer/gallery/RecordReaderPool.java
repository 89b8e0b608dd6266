package dev.twinset.producer.gallery;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.LogReader;
import dev.twinset.producer.gallery.index.RecordPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/** Reads single records by position. Any thread; {@value #READERS} read at a time, others wait. */
final class RecordReaderPool implements AutoCloseable {
    private static final int READERS = 2;
    private static final int FETCH_BYTES = 64 * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** After a failure nobody waits for so long: else all threads of the server would wait for a slow Kafka. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final BlockingQueue<LogReader> readers = new ArrayBlockingQueue<>(READERS);
    private volatile long failed = System.nanoTime() - PAUSE.toNanos();

    /** @throws IOException if a setting is wrong or the servers' name is unknown */
    RecordReaderPool(Map<String, Object> clientConfig) throws IOException {
        for (int i = 0; i < READERS; i++) {
            readers.add(LogReader.random(clientConfig, FETCH_BYTES));
        }
    }

    /**
     * The record; empty if it no longer exists.
     *
     * @throws IOException if Kafka does not give it in time
     */
    Optional<EventRecord> read(String topic, RecordPosition place) throws IOException, InterruptedException {
        if (System.nanoTime() - failed < PAUSE.toNanos()) {
            throw new IOException("Kafka is slow: a record could not be read a moment ago");
        }
        LogReader reader = readers.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        if (reader == null) {
            throw new IOException("Kafka is slow: no record could be read within " + TIMEOUT.toSeconds() + " s");
        }
        try {
            TopicPartition partition = new TopicPartition(topic, place.partition());
            return reader.record(partition, place.offset(), TIMEOUT).map(KafkaRecords::incoming);
        } catch (IOException e) {
            failed = System.nanoTime();
            throw e;
        } finally {
            readers.add(reader);
        }
    }

    @Override
    public void close() {
        for (LogReader reader = readers.poll(); reader != null; reader = readers.poll()) {
            reader.close();
        }
    }
}
