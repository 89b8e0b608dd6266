package dev.twinset.kafka.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaRecordsTest {
    @Test
    void anIncomingRecordKeepsItsPlaceItsBytesAndTheOrderOfItsHeaders() {
        ConsumerRecord<byte[], byte[]> record = consumed("key".getBytes(UTF_8), "value".getBytes(UTF_8));
        record.headers().add("b", new byte[] {1}).add("a", new byte[] {2});

        EventRecord event = KafkaRecords.incoming(record);

        assertThat(event.topic()).isEqualTo("images");
        assertThat(event.partition()).isEqualTo(3);
        assertThat(event.offset()).isEqualTo(42);
        assertThat(event.timestampMillis()).isEqualTo(1_000);
        assertThat(event.key())
                .hasValueSatisfying(key -> assertThat(key).asString().isEqualTo("key"));
        assertThat(event.value())
                .hasValueSatisfying(value -> assertThat(value).asString().isEqualTo("value"));
        assertThat(event.headers()).extracting(EventHeader::name).containsExactly("b", "a");
    }

    @Test
    void whatAnIncomingRecordLacksIsEmpty() {
        ConsumerRecord<byte[], byte[]> record = consumed(null, null);
        record.headers().add("none", null);

        EventRecord event = KafkaRecords.incoming(record);

        assertThat(event.key()).isEmpty();
        assertThat(event.value()).isEmpty();
        assertThat(event.headers()).isEmpty();
        assertThat(KafkaRecords.size(record)).isZero();
    }

    @Test
    void theSizeOfARecordIsThatOfItsKeyAndValue() {
        assertThat(KafkaRecords.size(consumed(new byte[3], new byte[7]))).isEqualTo(10);
    }

    @Test
    void anOutgoingRecordLeavesPartitionAndTimeToTheProducer() {
        ProducerRecord<byte[], byte[]> record = KafkaRecords.outgoing(new OutgoingRecord(
                "results",
                "key".getBytes(UTF_8),
                Optional.of(new byte[] {5}),
                List.of(new EventHeader("b", new byte[] {1}), new EventHeader("a", new byte[] {2}))));

        assertThat(record.topic()).isEqualTo("results");
        assertThat(record.partition()).isNull();
        assertThat(record.timestamp()).isNull();
        assertThat(record.key()).asString().isEqualTo("key");
        assertThat(record.value()).containsExactly(5);
        assertThat(record.headers().toArray()).extracting("key").containsExactly("b", "a");
    }

    @Test
    void anOutgoingRecordWithoutValueIsATombstone() {
        OutgoingRecord tombstone = new OutgoingRecord("features", new byte[] {1}, Optional.empty(), List.of());

        assertThat(KafkaRecords.outgoing(tombstone).value()).isNull();
    }

    private static ConsumerRecord<byte[], byte[]> consumed(byte @Nullable [] key, byte @Nullable [] value) {
        int keySize = key == null ? -1 : key.length;
        int valueSize = value == null ? -1 : value.length;
        return new ConsumerRecord<>(
                "images",
                3,
                42,
                1_000,
                TimestampType.CREATE_TIME,
                keySize,
                valueSize,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
