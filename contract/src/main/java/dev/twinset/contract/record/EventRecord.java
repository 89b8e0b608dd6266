package dev.twinset.contract.record;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A record as it was read from a topic, free of any client library's types.
 *
 * @param timestampMillis the broker's or producer's time of the record, milliseconds since the epoch
 * @param key empty when the record has no key
 * @param value empty when the record is a tombstone (a null value); present with no bytes when the value is empty
 */
public record EventRecord(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        Optional<byte[]> key,
        Optional<byte[]> value,
        List<EventHeader> headers) {
    public EventRecord {
        requireNonNull(topic, "topic is null");
        requireNonNull(key, "key is null");
        requireNonNull(value, "value is null");
        headers = List.copyOf(headers);
    }

    /** {@code topic-partition@offset}, as logs and errors name a record. */
    public String coordinates() {
        return topic + "-" + partition + "@" + offset;
    }
}
