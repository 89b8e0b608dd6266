package dev.twinset.contract.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A query for items similar to this image. It is answered and not added to the catalogue.
 *
 * @param image the image, or where it lies
 */
public record ImageQueried(
        String queryId, String eventId, ImageData image, Optional<Instant> time, Optional<String> traceparent)
        implements CatalogEvent {
    public ImageQueried {
        requireNonNull(queryId, "queryId is null");
        requireNonNull(eventId, "eventId is null");
        requireNonNull(image, "image is null");
        requireNonNull(time, "time is null");
        requireNonNull(traceparent, "traceparent is null");
    }

    /** A query that holds its image, encoded and not copied. */
    public ImageQueried(
            String queryId, String eventId, byte[] image, Optional<Instant> time, Optional<String> traceparent) {
        this(queryId, eventId, new InlineImage(image), time, traceparent);
    }

    @Override
    public String subject() {
        return queryId;
    }
}
