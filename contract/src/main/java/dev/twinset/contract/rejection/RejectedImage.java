package dev.twinset.contract.rejection;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.record.Digest;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.Headers;
import java.util.List;
import java.util.Optional;

/**
 * A dead letter, read back.
 *
 * @param key the original record's key, cut to what fits; its coordinates if it had none
 * @param topic where the original record lies, with its partition and offset
 * @param image the original bytes, if they fit
 * @param sha256 lower-case hexadecimal digest of the original bytes
 * @param headers the original headers, if they fit
 * @param headersKept whether {@code headers} are the original ones; false if those were too large
 * @param subject the item or query, unless its id was what is wrong
 * @param replays how often the event had been sent again before this rejection
 */
public record RejectedImage(
        byte[] key,
        Rejection rejection,
        String topic,
        int partition,
        long offset,
        Optional<byte[]> image,
        String sha256,
        List<EventHeader> headers,
        boolean headersKept,
        Optional<String> subject,
        int replays) {
    private static final String NOTHING = Digest.sha256(new byte[0]);

    public RejectedImage {
        requireNonNull(key, "key is null");
        requireNonNull(rejection, "rejection is null");
        requireNonNull(topic, "topic is null");
        requireNonNull(image, "image is null");
        requireNonNull(sha256, "sha256 is null");
        headers = List.copyOf(headers);
        requireNonNull(subject, "subject is null");
    }

    /** The event's id, as a worker names it in answers. */
    public String eventId() {
        return ownEventId().orElseGet(this::coordinates);
    }

    /** The id that the event's producer gave it. */
    public Optional<String> ownEventId() {
        return new Headers(headers).text(HeaderNames.ID).filter(id -> !id.isBlank());
    }

    /** {@code topic-partition-offset} of the original record. */
    public String coordinates() {
        return topic + "-" + partition + "-" + offset;
    }

    /** Whether the original had no value (it deleted an item), rather than one that was too large to keep. */
    public boolean tombstone() {
        return image.isEmpty() && sha256.equals(NOTHING);
    }
}
