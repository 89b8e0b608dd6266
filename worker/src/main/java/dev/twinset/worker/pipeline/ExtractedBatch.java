package dev.twinset.worker.pipeline;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.worker.features.FeatureChange;
import java.util.List;
import java.util.Optional;

/**
 * A batch after extraction: for each record what it asks for, in order.
 *
 * @param number the batch's number within the worker's session
 */
public record ExtractedBatch(long number, List<Entry> entries) {
    public ExtractedBatch {
        entries = List.copyOf(entries);
    }

    /** One record of the batch. */
    public sealed interface Entry {}

    /** @param vector unit vector of the event's image */
    public record Seen(CatalogEvent event, float[] vector) implements Entry {
        public Seen {
            requireNonNull(event, "event is null");
            requireNonNull(vector, "vector is null");
        }
    }

    /**
     * An image on its way to be seen; no batch that has left extraction holds one.
     *
     * @param image encoded, not copied
     */
    record Unseen(EventRecord original, CatalogEvent event, byte[] image) implements Entry {}

    /** An item leaves the catalogue. */
    public record Deleted(ImageDeleted event) implements Entry {
        public Deleted {
            requireNonNull(event, "event is null");
        }
    }

    /** A record that cannot be served. */
    public record Refused(EventRecord original, Rejection rejection) implements Entry {
        public Refused {
            requireNonNull(original, "original is null");
            requireNonNull(rejection, "rejection is null");
        }
    }

    /** What the batch does to the feature log, in order. */
    List<FeatureChange> changes() {
        return entries.stream().flatMap(entry -> change(entry).stream()).toList();
    }

    private static Optional<FeatureChange> change(Entry entry) {
        if (entry instanceof Seen seen && seen.event() instanceof ImageUploaded upload) {
            return Optional.of(new FeatureChange(upload.itemId(), Optional.of(seen.vector())));
        }
        if (entry instanceof Deleted deleted) {
            return Optional.of(new FeatureChange(deleted.event().itemId(), Optional.empty()));
        }
        return Optional.empty();
    }
}
