package dev.twinset.contract.event;

import java.time.Instant;
import java.util.Optional;

/** An event for a worker: an image was uploaded, an image is queried, or an item was deleted. */
public sealed interface CatalogEvent permits ImageUploaded, ImageQueried, ImageDeleted {
    /** The item's id, or the query's for {@link ImageQueried}: 1-255 bytes of UTF-8. */
    String subject();

    /** The CloudEvents id; {@code topic-partition-offset} where the producer gave none. */
    String eventId();

    /** When the producer made the event, if it says so. */
    Optional<Instant> time();

    /** The W3C trace context that came with the event, carried on to the answer. */
    Optional<String> traceparent();
}
