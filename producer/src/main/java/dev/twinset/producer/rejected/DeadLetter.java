package dev.twinset.producer.rejected;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.rejection.RejectedImage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of the dead-letter topic, where it lies.
 *
 * @param timestamp when it was rejected
 * @param key the record's key; no bytes if it has none
 * @param bytes size of the record's value
 * @param image what was rejected; empty if the record is not a dead letter that this version can read
 * @param fault why it cannot be read; empty if it can
 */
public record DeadLetter(
        int partition,
        long offset,
        Instant timestamp,
        byte[] key,
        int bytes,
        Optional<RejectedImage> image,
        String fault) {
    public DeadLetter {
        requireNonNull(timestamp, "timestamp is null");
        requireNonNull(key, "key is null");
        requireNonNull(image, "image is null");
        requireNonNull(fault, "fault is null");
    }

    /** {@code partition@offset}. */
    public String position() {
        return partition + "@" + offset;
    }

    /** The item or query; its key, however unfit, if its id was what is wrong. Holds untrusted text. */
    public String item() {
        return image.flatMap(RejectedImage::subject).orElseGet(() -> new String(key, StandardCharsets.UTF_8));
    }
}
