package dev.twinset.contract.record;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A record ready to be sent, free of any client library's types.
 *
 * @param value empty for a tombstone (a null value on the topic)
 */
public record OutgoingRecord(String topic, byte[] key, Optional<byte[]> value, List<EventHeader> headers) {
    public OutgoingRecord {
        requireNonNull(topic, "topic is null");
        requireNonNull(key, "key is null");
        requireNonNull(value, "value is null");
        headers = List.copyOf(headers);
    }
}
