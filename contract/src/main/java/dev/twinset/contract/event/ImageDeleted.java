package dev.twinset.contract.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * An item left the catalogue: no later result names it. Travels as a tombstone on the images topic or as its own type.
 */
public record ImageDeleted(String itemId, String eventId, Optional<Instant> time, Optional<String> traceparent)
        implements CatalogEvent {
    public ImageDeleted {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(eventId, "eventId is null");
        requireNonNull(time, "time is null");
        requireNonNull(traceparent, "traceparent is null");
    }

    @Override
    public String subject() {
        return itemId;
    }
}
