package dev.twinset.worker.kafka;

import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** The client's records to the contract's and back. */
final class Records {
    private static final byte[] NO_BYTES = new byte[0];

    private Records() {}

    static EventRecord incoming(ConsumerRecord<byte[], byte[]> record) {
        List<EventHeader> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new EventHeader(header.key(), header.value() == null ? NO_BYTES : header.value()));
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

    static ProducerRecord<byte[], byte[]> outgoing(OutgoingRecord record) {
        ProducerRecord<byte[], byte[]> outgoing = new ProducerRecord<>(
                record.topic(), record.key(), record.value().orElse(null));
        record.headers().forEach(header -> outgoing.headers().add(header.name(), header.value()));
        return outgoing;
    }

    /** Bytes that a record keeps on the heap, roughly. */
    static int size(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
