package dev.twinset.kafka.client;

import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Header;

/** Converts records between Kafka's classes and the contract's. */
public final class KafkaRecords {
    private KafkaRecords() {}

    /** A header whose value is null counts as absent: some clients write an unset header so. */
    public static EventRecord incoming(ConsumerRecord<byte[], byte[]> record) {
        List<EventHeader> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            byte[] value = header.value();
            if (value != null) {
                headers.add(new EventHeader(header.key(), value));
            }
        }
        return new EventRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                Optional.ofNullable(record.key()),
                Optional.ofNullable(record.value()),
                headers);
    }

    /** Partition and timestamp are left to the producer. */
    public static ProducerRecord<byte[], byte[]> outgoing(OutgoingRecord record) {
        ProducerRecord<byte[], byte[]> outgoing = new ProducerRecord<>(
                record.topic(), record.key(), record.value().orElse(null));
        record.headers().forEach(header -> outgoing.headers().add(header.name(), header.value()));
        return outgoing;
    }

    /** Where Java's clients put a record of this key, and where the records of an item belong. */
    public static int partition(byte[] key, int partitions) {
        return BuiltInPartitioner.partitionForKey(key, partitions);
    }

    /** Bytes of key and value: roughly what a record keeps on the heap. */
    public static int size(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
