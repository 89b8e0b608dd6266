package dev.twinset.producer.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.console.Sha256;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.RangeReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether an item was uploaded again or deleted after its rejected event: then that event must not be sent again, or
 * the older image would replace the newer.
 *
 * <p>The images topic itself knows, as the order of its partitions decides what is newer. First it is read from the
 * oldest of the rejected events on ({@link #read}). Each transaction then appends its events and reads on to where they
 * lie ({@link #readTo}) before it commits: what others appended in between is seen, and what they append later is newer
 * than the event sent again. So there is no gap in which a newer image could be overwritten.
 *
 * <p>A later event may itself be gone: the tombstone of a deleted item is dropped a day after compaction. But
 * compaction drops a record only for a newer one of its key; so a rejected event that is no longer on the topic, and
 * was not dropped from its beginning by retention, had a successor.
 *
 * <p>Holds some hundred bytes for each item that is watched. For one thread.
 */
final class NewerEvents implements AutoCloseable {
    private final Map<String, Object> client;
    private final Topics topics;
    private final EventCodec codec;
    private final MessageDigest digest;

    /** By {@link #name}: the offset of the last event of the item in the partition. */
    private final Map<Long, Long> last = new HashMap<>();

    /** How far each partition of the images topic has been read. */
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    private final Map<TopicPartition, Long> beginnings = new HashMap<>();
    private final OffsetSet rejected = new OffsetSet();
    private final OffsetSet present = new OffsetSet();
    private final OffsetSet ours = new OffsetSet();
    private Optional<RangeReader> tail = Optional.empty();

    NewerEvents(Map<String, Object> client, Topics topics, EventCodec codec) {
        this.client = client;
        this.topics = topics;
        this.codec = codec;
        this.digest = Sha256.start();
    }

    /** What has to be known of a rejected event; {@code name} is 0 if no newer event matters. */
    record Rejected(long name, int partition, long offset, boolean tombstone) {}

    /** Queries replace nothing, so none of them is too old. */
    Rejected rejected(RejectedImage letter) {
        boolean matters = letter.topic().equals(topics.images());
        byte[] item = letter.subject().map(id -> id.getBytes(UTF_8)).orElse(letter.key());
        return new Rejected(
                matters ? name(letter.partition(), item) : 0, letter.partition(), letter.offset(), letter.tombstone());
    }

    /** Before {@link #read}: looks out for the item of this event. */
    void watch(Rejected event) {
        if (event.name() != 0) {
            last.put(event.name(), -1L);
            rejected.add(event.partition(), event.offset());
            positions.merge(new TopicPartition(topics.images(), event.partition()), event.offset(), Math::min);
        }
    }

    /**
     * Reads the images topic to where it ends now: from the oldest watched event, or from where it was read to before.
     * Transactions that are open there are waited for, so that nothing counts which is taken back.
     */
    void read() throws IOException, InterruptedException {
        if (positions.isEmpty()) {
            return;
        }
        try (RangeReader all = RangeReader.uncommitted(client, DeadLetterTopic.CLIENT_ID, topics.images());
                RangeReader committed = RangeReader.committed(client, DeadLetterTopic.CLIENT_ID, topics.images())) {
            beginnings.putAll(all.beginnings());
            Map<TopicPartition, Long> ends = all.ends();
            committed.read(positions, ends, this::learn);
            positions.replaceAll((partition, offset) -> Math.max(offset, ends.getOrDefault(partition, 0L)));
        }
    }

    /**
     * Reads on, what is not committed yet included, so that every event is known that lies before these offsets.
     *
     * @param ends by partition of the images topic
     */
    void readTo(Map<TopicPartition, Long> ends) throws IOException, InterruptedException {
        Map<TopicPartition, Long> due = new HashMap<>(positions);
        due.keySet().retainAll(ends.keySet());
        if (due.isEmpty()) {
            return;
        }
        if (tail.isEmpty()) {
            tail = Optional.of(RangeReader.uncommitted(client, DeadLetterTopic.CLIENT_ID, topics.images()));
        }
        tail.get().read(due, ends, this::learn);
        positions.replaceAll((partition, offset) -> Math.max(offset, ends.getOrDefault(partition, 0L)));
    }

    /** An event that was sent again here, and is not a newer one, whether it is committed or not. */
    void ours(String topic, int partition, long offset) {
        if (topic.equals(topics.images())) {
            ours.add(partition, offset);
        }
    }

    /** Whether there is a newer event of the item, as far as has been read. */
    boolean after(Rejected event) {
        return event.name() != 0 && (last.getOrDefault(event.name(), -1L) > event.offset() || compacted(event));
    }

    private boolean compacted(Rejected event) {
        long first = beginnings.getOrDefault(new TopicPartition(topics.images(), event.partition()), 0L);
        // a tombstone goes by itself, and to delete once more does no harm
        return event.offset() >= first && !present.contains(event.partition(), event.offset()) && !event.tombstone();
    }

    private boolean learn(ConsumerRecord<byte[], byte[]> raw) {
        if (ours.contains(raw.partition(), raw.offset())) {
            return true;
        }
        if (rejected.contains(raw.partition(), raw.offset())) {
            present.add(raw.partition(), raw.offset());
        }
        EventRecord record = KafkaRecords.incoming(raw);
        codec.subject(record)
                .ifPresent(item -> last.computeIfPresent(
                        name(raw.partition(), item.getBytes(UTF_8)), (name, offset) -> Math.max(offset, raw.offset())));
        return true;
    }

    /** Two of many millions that share a name would at worst hold one of them back; nobody can make such a pair. */
    private long name(int partition, byte[] item) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(partition).flip());
        return ByteBuffer.wrap(digest.digest(item)).getLong() | 1;
    }

    @Override
    public void close() {
        tail.ifPresent(RangeReader::close);
    }
}
