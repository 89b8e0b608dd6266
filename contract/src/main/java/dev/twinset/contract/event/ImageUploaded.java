package dev.twinset.contract.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A catalogue image arrived; a second upload of the same item replaces the first.
 *
 * @param image the image, or where it lies
 * @param attributes what the catalogue says of the item (gender, category, ...); read back by the names that travel,
 *     lower-case letters and digits
 * @param options what it asks of its answer, by the names of {@link dev.twinset.contract.option.AnswerOptions}
 */
public record ImageUploaded(
        String itemId,
        String eventId,
        ImageData image,
        Map<String, String> attributes,
        Map<String, String> options,
        Optional<Instant> time,
        Optional<String> traceparent)
        implements CatalogEvent {
    public ImageUploaded {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(eventId, "eventId is null");
        requireNonNull(image, "image is null");
        attributes = Map.copyOf(attributes);
        options = Map.copyOf(options);
        requireNonNull(time, "time is null");
        requireNonNull(traceparent, "traceparent is null");
    }

    /** An upload that holds its image, encoded and not copied, and asks for nothing in particular. */
    public ImageUploaded(
            String itemId,
            String eventId,
            byte[] image,
            Map<String, String> attributes,
            Optional<Instant> time,
            Optional<String> traceparent) {
        this(itemId, eventId, new InlineImage(image), attributes, Map.of(), time, traceparent);
    }

    /** An upload that asks for nothing in particular. */
    public ImageUploaded(
            String itemId,
            String eventId,
            ImageData image,
            Map<String, String> attributes,
            Optional<Instant> time,
            Optional<String> traceparent) {
        this(itemId, eventId, image, attributes, Map.of(), time, traceparent);
    }

    @Override
    public String subject() {
        return itemId;
    }
}
