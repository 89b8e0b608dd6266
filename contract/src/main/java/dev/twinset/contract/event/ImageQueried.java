package dev.twinset.contract.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A query for items similar to this image. It is answered and not added to the catalogue.
 *
 * @param image the image, or where it lies
 * @param attributes what is known of what the image shows, for a filter to compare with
 * @param options what it asks of its answer, by the names of {@link dev.twinset.contract.option.AnswerOptions}
 */
public record ImageQueried(
        String queryId,
        String eventId,
        ImageData image,
        Map<String, String> attributes,
        Map<String, String> options,
        Optional<Instant> time,
        Optional<String> traceparent)
        implements CatalogEvent {
    public ImageQueried {
        requireNonNull(queryId, "queryId is null");
        requireNonNull(eventId, "eventId is null");
        requireNonNull(image, "image is null");
        attributes = Map.copyOf(attributes);
        options = Map.copyOf(options);
        requireNonNull(time, "time is null");
        requireNonNull(traceparent, "traceparent is null");
    }

    /** A query that holds its image, encoded and not copied, and asks for nothing in particular. */
    public ImageQueried(
            String queryId, String eventId, byte[] image, Optional<Instant> time, Optional<String> traceparent) {
        this(queryId, eventId, new InlineImage(image), Map.of(), Map.of(), time, traceparent);
    }

    /** A query that asks for nothing in particular. */
    public ImageQueried(
            String queryId, String eventId, ImageData image, Optional<Instant> time, Optional<String> traceparent) {
        this(queryId, eventId, image, Map.of(), Map.of(), time, traceparent);
    }

    @Override
    public String subject() {
        return queryId;
    }
}
