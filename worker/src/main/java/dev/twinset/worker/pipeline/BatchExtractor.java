package dev.twinset.worker.pipeline;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.image.ImageFault;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.pipeline.ExtractedBatch.Deleted;
import dev.twinset.worker.pipeline.ExtractedBatch.Embedded;
import dev.twinset.worker.pipeline.ExtractedBatch.Entry;
import dev.twinset.worker.pipeline.ExtractedBatch.Rejected;
import dev.twinset.worker.pipeline.ExtractedBatch.Undecoded;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first step: reads the events of a batch and extracts the features of their images. One thread at a time. */
public final class BatchExtractor {
    private static final Logger log = LoggerFactory.getLogger(BatchExtractor.class);

    private final EventCodec codec;
    private final FeatureExtractor extractor;
    private final WorkerMetrics metrics;
    private final Screen screen;

    /** What else decides about a record. */
    public interface Screen {
        void check(EventRecord record) throws RejectedEventException;

        /** These images are extracted next. */
        default void extracting(List<EventRecord> records, List<byte[]> images) {}
    }

    public BatchExtractor(EventCodec codec, FeatureExtractor extractor, WorkerMetrics metrics, Screen screen) {
        this.codec = requireNonNull(codec, "codec is null");
        this.extractor = requireNonNull(extractor, "extractor is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.screen = requireNonNull(screen, "screen is null");
    }

    /**
     * Never fails because of a record: what cannot be served becomes a {@link Rejected} entry.
     *
     * @param number of the batch, within the worker's session
     */
    public ExtractedBatch extract(long number, List<EventRecord> records) {
        List<Entry> entries = new ArrayList<>(records.size());
        List<byte[]> images = new ArrayList<>(records.size());
        List<EventRecord> originals = new ArrayList<>(records.size());
        for (EventRecord record : records) {
            Entry entry = read(record);
            entries.add(entry);
            if (entry instanceof Undecoded undecoded) {
                images.add(undecoded.image());
                originals.add(record);
            }
        }
        screen.extracting(originals, images);
        Iterator<Extraction> extractions =
                metrics.extract(() -> extract(images)).iterator();
        entries.replaceAll(
                entry -> entry instanceof Undecoded undecoded ? embedded(undecoded, extractions.next()) : entry);
        return new ExtractedBatch(number, entries);
    }

    private Entry read(EventRecord record) {
        try {
            CatalogEvent event = codec.event(record);
            screen.check(record);
            if (event instanceof ImageUploaded upload) {
                return new Undecoded(record, upload, upload.image());
            }
            if (event instanceof ImageQueried query) {
                return new Undecoded(record, query, query.image());
            }
            return new Deleted((ImageDeleted) event);
        } catch (RejectedEventException e) {
            return rejected(record, e.rejection());
        }
    }

    private static Entry embedded(Undecoded undecoded, Extraction extraction) {
        if (extraction instanceof Extraction.Feature feature) {
            return new Embedded(undecoded.event(), feature.vector());
        }
        Extraction.Refused refusal = (Extraction.Refused) extraction;
        RejectionReason reason = RejectionReason.valueOf(refusal.fault().name());
        return rejected(undecoded.original(), new Rejection(reason, refusal.detail()));
    }

    /** All at once; if that fails, one by one, so that only the image that cannot be served is rejected. */
    private List<Extraction> extract(List<byte[]> images) {
        try {
            return extractor.extract(images);
        } catch (RuntimeException e) {
            log.warn("a batch of {} images failed, trying each by itself", images.size(), e);
            // one by one less memory is needed
            return images.stream().map(this::extractOne).toList();
        }
    }

    private Extraction extractOne(byte[] image) {
        try {
            return extractor.extract(List.of(image)).get(0);
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof OutOfMemoryError noMemory) {
                    throw noMemory; // the machine's fault, never the image's
                }
            }
            return new Extraction.Refused(ImageFault.DECODE_CRASH, "the image cannot be decoded: " + e);
        }
    }

    private static Rejected rejected(EventRecord record, Rejection rejection) {
        log.debug("rejected {}: {} {}", record.coordinates(), rejection.reason(), rejection.detail());
        return new Rejected(record, rejection);
    }
}
