package dev.twinset.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A dead letter, read back.
 *
 * @param key the original record's key, cut to what fits
 * @param image the original bytes, if they fit
 * @param sha256 lower-case hexadecimal digest of the original bytes
 * @param headers the original headers, if they fit
 */
public record RejectedImage(
        byte[] key,
        Rejection rejection,
        String topic,
        int partition,
        long offset,
        Optional<byte[]> image,
        String sha256,
        List<EventHeader> headers) {
    public RejectedImage {
        requireNonNull(key, "key is null");
        requireNonNull(rejection, "rejection is null");
        requireNonNull(topic, "topic is null");
        requireNonNull(image, "image is null");
        requireNonNull(sha256, "sha256 is null");
        headers = List.copyOf(headers);
    }
}
