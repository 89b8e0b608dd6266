package dev.twinset.producer.attributes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.ClusterAdmin;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.Producers;
import dev.twinset.kafka.client.RangeReader;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;

/**
 * Reads and writes what is said of items beside their images. Every call opens a new connection; any thread may call.
 * What somebody else writes of an item between a read and a write is replaced.
 */
public final class ItemDescriptions {
    private static final String CLIENT_ID = "twinset-attributes";

    private final Map<String, Object> client;
    private final Topics topics;
    private final EventCodec codec;

    /** @param client Kafka client settings, {@code bootstrap.servers} at least */
    public ItemDescriptions(Map<String, Object> client, Topics topics) {
        this.client = Map.copyOf(client);
        this.topics = requireNonNull(topics, "topics is null");
        codec = new EventCodec(topics, Clock.systemUTC(), "/twinset/attributes");
    }

    /**
     * What is said of these items now; those of which nothing is said are missing. Of one item the topic's partition of
     * its id is read, of more the whole topic.
     */
    public Map<String, Map<String, String>> read(Set<String> itemIds) throws IOException, InterruptedException {
        Map<String, Map<String, String>> said = new HashMap<>();
        try (RangeReader reader = RangeReader.committed(client, CLIENT_ID, topics.attributes())) {
            Map<TopicPartition, Long> from = new HashMap<>(reader.beginnings());
            if (itemIds.size() == 1) {
                byte[] key = itemIds.iterator().next().getBytes(UTF_8);
                int partition = KafkaRecords.partition(key, from.size());
                from.keySet().removeIf(other -> other.partition() != partition);
            }
            reader.read(from, reader.ends(), record -> {
                if (record.key() != null && itemIds.contains(new String(record.key(), UTF_8))) {
                    keep(record, said);
                }
                return true;
            });
        }
        return said;
    }

    private void keep(ConsumerRecord<byte[], byte[]> record, Map<String, Map<String, String>> said) {
        ItemAttributes item;
        try {
            item = codec.itemAttributes(KafkaRecords.incoming(record));
        } catch (IllegalArgumentException unreadable) {
            return; // workers leave it out too
        }
        item.attributes().ifPresentOrElse(all -> said.put(item.itemId(), all), () -> said.remove(item.itemId()));
    }

    /** What is said with changes made to it: an empty value forgets its name. */
    public static Map<String, String> changed(Map<String, String> said, Map<String, String> changes) {
        Map<String, String> changed = new TreeMap<>(said);
        changed.putAll(changes);
        changes.forEach((name, value) -> {
            if (value.isEmpty()) {
                changed.remove(name);
            }
        });
        return changed;
    }

    /**
     * Says this of these items from now on; returns when all is acknowledged.
     *
     * @param acknowledged is given how many are
     * @throws IllegalArgumentException if one of the ids cannot be an item's; then nothing is sent
     */
    public void write(Collection<ItemAttributes> items, LongConsumer acknowledged)
            throws IOException, InterruptedException {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(items.size());
        for (ItemAttributes item : items) {
            OutgoingRecord record = codec.itemAttributes(item, UUID.randomUUID().toString());
            records.add(KafkaRecords.outgoing(record));
        }
        try (ClusterAdmin cluster = new ClusterAdmin(client)) {
            cluster.topics().partitions(List.of(topics.attributes()), AclOperation.WRITE);
        }
        Producers.send(client, CLIENT_ID, records, acknowledged);
    }
}
