package dev.twinset.producer;

import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The contract's records as Kafka's, and back. */
public final class KafkaRecords {
    private KafkaRecords() {}

    public static ProducerRecord<byte[], byte[]> record(OutgoingRecord record) {
        List<Header> headers = new ArrayList<>();
        for (EventHeader header : record.headers()) {
            headers.add(new RecordHeader(header.name(), header.value()));
        }
        return new ProducerRecord<>(
                record.topic(), null, null, record.key(), record.value().orElse(null), headers);
    }

    public static EventRecord record(ConsumerRecord<byte[], byte[]> record) {
        List<EventHeader> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            byte[] value = header.value();
            headers.add(new EventHeader(header.key(), value == null ? new byte[0] : value));
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
}
