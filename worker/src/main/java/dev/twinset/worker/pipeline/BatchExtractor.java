package dev.twinset.worker.pipeline;

import static java.util.Objects.requireNonNull;

import dev.twinset.console.FailureText;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageData;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.ImageReference;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.event.InlineImage;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.image.ImageFault;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.pipeline.ExtractedBatch.Built;
import dev.twinset.worker.pipeline.ExtractedBatch.Deleted;
import dev.twinset.worker.pipeline.ExtractedBatch.Embedded;
import dev.twinset.worker.pipeline.ExtractedBatch.Entry;
import dev.twinset.worker.pipeline.ExtractedBatch.Rejected;
import dev.twinset.worker.pipeline.ExtractedBatch.Undecoded;
import dev.twinset.worker.pipeline.ExtractedBatch.Unread;
import dev.twinset.worker.reference.ImageReferences;
import dev.twinset.worker.reference.ImageStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first step: reads the events of a batch and extracts the features of their images. One thread at a time. */
public final class BatchExtractor {
    private static final Logger log = LoggerFactory.getLogger(BatchExtractor.class);

    /** Images that were read from the store and are not decoded yet, bytes: they come beside the batches in flight. */
    private static final long READ_BYTES = 32L << 20;

    /** A batch that takes longer to read comes again as a smaller one; far below what a stage may take. */
    private static final Duration READ_WITHIN = Duration.ofMinutes(1);

    private final EventCodec codec;
    private final AnswerOptions defaults;
    private final FeatureExtractor extractor;
    private final ImageReferences references;
    private final WorkerMetrics metrics;
    private final Screen screen;

    /** What else decides about a record. */
    public interface Screen {
        void check(EventRecord record) throws RejectedEventException;

        /** These images are extracted next. */
        default void extracting(List<EventRecord> records, List<byte[]> images) {}
    }

    /** @param defaults what answers are like unless their events ask for something else */
    public BatchExtractor(
            EventCodec codec,
            AnswerOptions defaults,
            FeatureExtractor extractor,
            ImageReferences references,
            WorkerMetrics metrics,
            Screen screen) {
        this.codec = requireNonNull(codec, "codec is null");
        this.defaults = requireNonNull(defaults, "defaults is null");
        this.extractor = requireNonNull(extractor, "extractor is null");
        this.references = requireNonNull(references, "references is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.screen = requireNonNull(screen, "screen is null");
    }

    /**
     * Never fails because of a record: what cannot be served becomes a {@link Rejected} entry.
     *
     * @param number of the batch, within the worker's session
     * @param built places of the records that another model answers
     * @throws ImageStoreException if the images that the batch refers to cannot be read at this time
     */
    public ExtractedBatch extract(long number, List<EventRecord> records, BitSet built) {
        List<Entry> entries = new ArrayList<>(records.stream().map(this::read).toList());
        follow(entries);
        embed(entries);
        built.stream().forEach(i -> entries.set(i, new Built(entries.get(i))));
        return new ExtractedBatch(number, entries);
    }

    /** As {@link #extract(long, List, BitSet)}, of events that are all answered. */
    public ExtractedBatch extract(long number, List<EventRecord> records) {
        return extract(number, records, new BitSet());
    }

    /** Reads what the entries refer to; where that is much, a part of it is decoded before the next is read. */
    private void follow(List<Entry> entries) {
        List<Integer> unread = IntStream.range(0, entries.size())
                .filter(i -> entries.get(i) instanceof Unread)
                .boxed()
                .toList();
        long start = System.nanoTime();
        long bytes = 0;
        for (int from = 0; from < unread.size(); from += ImageReferences.AT_ONCE) {
            if (from > 0 && System.nanoTime() - start > READ_WITHIN.toNanos()) {
                throw new ImageStoreException("the " + unread.size() + " images of a batch did not arrive within "
                        + READ_WITHIN.toSeconds() + " s");
            }
            if (bytes > READ_BYTES) {
                embed(entries);
                bytes = 0;
            }
            bytes += follow(entries, unread.subList(from, Math.min(from + ImageReferences.AT_ONCE, unread.size())));
        }
    }

    private long follow(List<Entry> entries, List<Integer> group) {
        List<ImageReference> wanted =
                group.stream().map(i -> ((Unread) entries.get(i)).reference()).toList();
        Iterator<ImageReferences.Outcome> outcomes = references.read(wanted).iterator();
        long bytes = 0;
        for (int i : group) {
            Unread entry = (Unread) entries.get(i);
            ImageReferences.Outcome outcome = outcomes.next();
            bytes += outcome.image().length;
            entries.set(
                    i,
                    outcome.rejection()
                            .<Entry>map(rejection -> rejected(entry.original(), rejection))
                            .orElseGet(() ->
                                    new Undecoded(entry.original(), entry.event(), entry.options(), outcome.image())));
        }
        return bytes;
    }

    private void embed(List<Entry> entries) {
        List<Undecoded> undecoded = entries.stream()
                .filter(Undecoded.class::isInstance)
                .map(Undecoded.class::cast)
                .toList();
        List<byte[]> images = undecoded.stream().map(Undecoded::image).toList();
        screen.extracting(undecoded.stream().map(Undecoded::original).toList(), images);
        Iterator<Extraction> extractions =
                metrics.extract(() -> extract(images)).iterator();
        entries.replaceAll(entry -> entry instanceof Undecoded one ? embedded(one, extractions.next()) : entry);
    }

    private Entry read(EventRecord record) {
        try {
            CatalogEvent event = codec.event(record);
            screen.check(record);
            if (event instanceof ImageUploaded upload) {
                return image(record, upload, upload.image(), AnswerOptions.of(upload.options(), defaults));
            }
            if (event instanceof ImageQueried query) {
                return image(record, query, query.image(), AnswerOptions.of(query.options(), defaults));
            }
            return new Deleted((ImageDeleted) event);
        } catch (RejectedEventException e) {
            return rejected(record, e.rejection());
        }
    }

    private static Entry image(EventRecord record, CatalogEvent event, ImageData image, AnswerOptions options) {
        return image instanceof ImageReference reference
                ? new Unread(record, event, options, reference)
                : new Undecoded(record, event, options, ((InlineImage) image).bytes());
    }

    private static Entry embedded(Undecoded undecoded, Extraction extraction) {
        if (extraction instanceof Extraction.Feature feature) {
            return new Embedded(undecoded.event(), undecoded.options(), feature.vector());
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
            return new Extraction.Refused(ImageFault.DECODE_CRASH, "the image cannot be decoded: " + FailureText.of(e));
        }
    }

    private static Rejected rejected(EventRecord record, Rejection rejection) {
        log.debug("rejected {}: {} {}", record.coordinates(), rejection.reason(), rejection.detail());
        return new Rejected(record, rejection);
    }
}
