package dev.twinset.kafka.client;

import dev.twinset.contract.record.EventRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Reads what is committed on topics, from some records before their ends on. For one thread. */
public final class LogTail implements AutoCloseable {
    /** From the first record that is there. */
    public static final long ALL = Long.MAX_VALUE;

    private final LogReader reader;

    /** As they were when last asked for. */
    private Map<TopicPartition, Long> ends;

    private LogTail(LogReader reader) throws IOException {
        this.reader = reader;
        this.ends = reader.ends();
    }

    /**
     * Returns when it is positioned: every record that is committed after that is read.
     *
     * @param client Kafka client settings, {@code bootstrap.servers} at least
     * @param before by topic, how many records before the end of each partition reading begins; {@link #ALL} for all
     * @throws IOException if no broker answers, a topic is missing, or it may not be read
     */
    public static LogTail open(Map<String, Object> client, Map<String, Long> before)
            throws IOException, InterruptedException {
        return of(LogReader.open(client, ClientSettings.consumer(client), before.keySet()), before);
    }

    static LogTail of(LogReader reader, Map<String, Long> before) throws IOException {
        try {
            LogTail tail = new LogTail(reader);
            tail.position(before);
            return tail;
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private void position(Map<String, Long> before) throws IOException {
        Map<TopicPartition, Long> positions = new HashMap<>(reader.beginnings());
        ends.forEach((partition, end) -> {
            long wanted = end - Math.min(end, before.getOrDefault(partition.topic(), 0L));
            positions.merge(partition, wanted, Math::max);
        });
        reader.seek(positions);
    }

    /** What was committed since; empty if nothing was within {@code timeout}. */
    public List<EventRecord> poll(Duration timeout) throws IOException {
        List<EventRecord> records = new ArrayList<>();
        reader.poll(timeout).forEach(record -> records.add(KafkaRecords.incoming(record)));
        return records;
    }

    /** Whether all has been read up to the known ends, which are those at the opening at first. */
    public boolean atEnd() throws IOException {
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (reader.position(end.getKey()) < end.getValue()) {
                return false;
            }
        }
        return true;
    }

    /** Asks the brokers again where the topics end. */
    public void updateEnds(Duration timeout) throws IOException {
        ends = reader.ends(timeout);
    }

    /** Records between the position and the known ends; markers of transactions count among them. */
    public long behind() throws IOException {
        long behind = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            behind += Math.max(0, end.getValue() - reader.position(end.getKey()));
        }
        return behind;
    }

    @Override
    public void close() {
        reader.close();
    }
}
