package dev.twinset.worker.pipeline;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageReference;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.metrics.WorkerMetrics;
import java.util.List;
import java.util.Optional;

/**
 * A batch after extraction: one entry for each record, in order.
 *
 * @param number the batch's number within the worker's session
 */
public record ExtractedBatch(long number, List<Entry> entries) {
    public ExtractedBatch {
        entries = List.copyOf(entries);
    }

    /** One record of the batch. */
    public sealed interface Entry {}

    /**
     * @param options of its answer; the filter may compare with the attributes of the item that asks
     * @param vector unit vector of the event's image
     */
    public record Embedded(CatalogEvent event, AnswerOptions options, float[] vector) implements Entry {
        public Embedded {
            requireNonNull(event, "event is null");
            requireNonNull(options, "options is null");
            requireNonNull(vector, "vector is null");
        }
    }

    /**
     * An image before extraction; no batch that has left {@link BatchExtractor} holds one.
     *
     * @param image encoded, not copied
     */
    record Undecoded(EventRecord original, CatalogEvent event, AnswerOptions options, byte[] image) implements Entry {}

    /** An image that has not been read yet; no batch that has left {@link BatchExtractor} holds one. */
    record Unread(EventRecord original, CatalogEvent event, AnswerOptions options, ImageReference reference)
            implements Entry {}

    /** An item leaves the catalogue. */
    public record Deleted(ImageDeleted event) implements Entry {
        public Deleted {
            requireNonNull(event, "event is null");
        }
    }

    /** A record that cannot be served. */
    public record Rejected(EventRecord original, Rejection rejection) implements Entry {
        public Rejected {
            requireNonNull(original, "original is null");
            requireNonNull(rejection, "rejection is null");
        }
    }

    /** An event that another model answers: of it the feature counts alone. */
    public record Built(Entry entry) implements Entry {
        public Built {
            requireNonNull(entry, "entry is null");
        }
    }

    /** The changes that the batch makes to the changelog, in order. */
    List<FeatureChange> changes() {
        return entries.stream().flatMap(entry -> change(entry).stream()).toList();
    }

    /** Counts each entry as what became of it, once the batch is committed. */
    public void countOutcomes(WorkerMetrics metrics) {
        for (Entry entry : entries) {
            if (entry instanceof Built) {
                metrics.built();
            } else if (entry instanceof Rejected rejected) {
                metrics.rejected(rejected.rejection().reason());
            } else if (entry instanceof Deleted) {
                metrics.deleted();
            } else {
                metrics.recommended();
            }
        }
    }

    static Optional<FeatureChange> change(Entry entry) {
        if (entry instanceof Built built) {
            return change(built.entry());
        }
        if (entry instanceof Embedded embedded && embedded.event() instanceof ImageUploaded upload) {
            return Optional.of(new FeatureChange(
                    upload.itemId(), Optional.of(embedded.vector()), upload.attributes(), upload.options()));
        }
        if (entry instanceof Deleted deleted) {
            return Optional.of(new FeatureChange(deleted.event().itemId(), Optional.empty()));
        }
        return Optional.empty();
    }
}
