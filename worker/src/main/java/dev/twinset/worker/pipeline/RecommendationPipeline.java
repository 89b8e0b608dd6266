package dev.twinset.worker.pipeline;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.MatchCalibration;
import dev.twinset.vision.image.ImageFault;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.SearchResult;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.pipeline.ExtractedBatch.Deleted;
import dev.twinset.worker.pipeline.ExtractedBatch.Entry;
import dev.twinset.worker.pipeline.ExtractedBatch.Refused;
import dev.twinset.worker.pipeline.ExtractedBatch.Seen;
import dev.twinset.worker.pipeline.ExtractedBatch.Unseen;
import dev.twinset.worker.search.Query;
import dev.twinset.worker.search.ScoredItem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a batch of records to the records that answer it. Knows nothing of Kafka: {@link #extract} runs on one thread,
 * {@link #enter} and {@link #recommend} on another, {@link #leave} on any.
 *
 * <p>A search sees the replica overlaid with the batches in flight ahead of it and with its own (guarantees G3 and G4).
 * The answer's snapshot names all of that, so that anybody can repeat the search from the feature log (G5).
 */
public final class RecommendationPipeline {
    private static final Logger log = LoggerFactory.getLogger(RecommendationPipeline.class);

    /** How many lookalikes an answer names. */
    public static final int K = 5;

    private final EventCodec codec;
    private final FeatureExtractor extractor;
    private final FeatureIndex replica;
    private final String session;
    private final WorkerMetrics metrics;

    /** Batches searched and not yet committed, oldest first. Guarded by itself. */
    private final Deque<ExtractedBatch> inFlight = new ArrayDeque<>();

    /** @param session names this run of this worker; batch numbers count within it */
    public RecommendationPipeline(
            EventCodec codec, FeatureExtractor extractor, FeatureIndex replica, String session, WorkerMetrics metrics) {
        this.codec = requireNonNull(codec, "codec is null");
        this.extractor = requireNonNull(extractor, "extractor is null");
        this.replica = requireNonNull(replica, "replica is null");
        this.session = requireNonNull(session, "session is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
    }

    /** Reads the events and extracts the features of their images. */
    public ExtractedBatch extract(long number, List<EventRecord> records) {
        List<Entry> entries = new ArrayList<>(records.size());
        List<byte[]> images = new ArrayList<>(records.size());
        for (EventRecord record : records) {
            Entry entry = read(record);
            entries.add(entry);
            if (entry instanceof Unseen unseen) {
                images.add(unseen.image());
            }
        }
        Iterator<Extraction> extractions =
                metrics.extract(() -> extract(images)).iterator();
        entries.replaceAll(entry -> entry instanceof Unseen unseen ? seen(unseen, extractions.next()) : entry);
        return new ExtractedBatch(number, entries);
    }

    private Entry read(EventRecord record) {
        try {
            CatalogEvent event = codec.event(record);
            if (event instanceof ImageUploaded upload) {
                return new Unseen(record, upload, upload.image());
            }
            if (event instanceof ImageQueried query) {
                return new Unseen(record, query, query.image());
            }
            return new Deleted((ImageDeleted) event);
        } catch (RejectedEventException e) {
            return refused(record, e.rejection());
        }
    }

    private static Entry seen(Unseen unseen, Extraction extraction) {
        if (extraction instanceof Extraction.Feature feature) {
            return new Seen(unseen.event(), feature.vector());
        }
        Extraction.Refused refusal = (Extraction.Refused) extraction;
        RejectionReason reason = RejectionReason.valueOf(refusal.fault().name());
        return refused(unseen.original(), new Rejection(reason, refusal.detail()));
    }

    /** All at once; if that fails, one by one, so that only the image that cannot be served is rejected. */
    private List<Extraction> extract(List<byte[]> images) {
        try {
            return extractor.extract(images);
        } catch (RuntimeException e) {
            log.warn("a batch of {} images failed, trying each by itself", images.size(), e);
            return images.stream().map(this::extractOne).toList();
        }
    }

    private Extraction extractOne(byte[] image) {
        try {
            return extractor.extract(List.of(image)).get(0);
        } catch (RuntimeException e) {
            return new Extraction.Refused(ImageFault.DECODE_CRASH, "the image cannot be decoded: " + e);
        }
    }

    private static Refused refused(EventRecord record, Rejection rejection) {
        log.debug("rejected {}: {} {}", record.coordinates(), rejection.reason(), rejection.detail());
        return new Refused(record, rejection);
    }

    /**
     * Makes a batch visible to its own search and to those behind it. Batches enter in the order of their numbers.
     *
     * <p>Enter first, wait for the high watermark second, search third: a batch ahead that is committed meanwhile is
     * then in what this returns or below the watermark, and often in both, but never in neither.
     *
     * @return the batches that are in flight now, oldest first, this one last
     */
    public List<ExtractedBatch> enter(ExtractedBatch batch) {
        synchronized (inFlight) {
            inFlight.addLast(batch);
            return List.copyOf(inFlight);
        }
    }

    /** Counts what was committed. */
    public void committed(ExtractedBatch batch) {
        for (Entry entry : batch.entries()) {
            if (entry instanceof Refused refused) {
                metrics.rejected(refused.rejection().reason());
            } else if (entry instanceof Deleted) {
                metrics.deleted();
            } else {
                metrics.recommended();
            }
        }
    }

    /**
     * A batch was committed, and so reaches the replica through the log, or was dropped together with all behind it.
     */
    public void leave(long number) {
        synchronized (inFlight) {
            inFlight.removeIf(batch -> batch.number() == number);
        }
    }

    /**
     * Searches and writes the answers to the last of the batches.
     *
     * @param seen the batches that were in flight when it entered, itself last
     * @param complete whether the replica holds all that was committed before this search
     * @return the records of the batch's transaction, in the order of its events
     */
    public List<OutgoingRecord> recommend(List<ExtractedBatch> seen, boolean complete) {
        ExtractedBatch batch = seen.get(seen.size() - 1);
        List<FeatureChange> pending =
                seen.stream().flatMap(each -> each.changes().stream()).toList();
        List<Query> queries =
                batch.entries().stream().flatMap(entry -> query(entry).stream()).toList();
        SearchResult found = metrics.search(() -> replica.search(pending, queries, K));
        Snapshot snapshot = new Snapshot(
                found.items(), found.offsets(), session, seen.get(0).number(), batch.number(), complete);
        Iterator<List<ScoredItem>> answers = found.answers().iterator();
        List<OutgoingRecord> records = new ArrayList<>(2 * batch.entries().size());
        for (Entry entry : batch.entries()) {
            if (entry instanceof Seen image) {
                answer(image, answers.next(), snapshot, records);
            } else if (entry instanceof Deleted deleted) {
                records.add(feature(deleted.event().itemId(), Optional.empty(), batch.number()));
                records.add(codec.withdrawn(deleted.event()));
            } else if (entry instanceof Refused refused) {
                records.add(codec.rejected(refused.original(), refused.rejection()));
            }
        }
        return records;
    }

    private static Optional<Query> query(Entry entry) {
        if (!(entry instanceof Seen seen)) {
            return Optional.empty();
        }
        Optional<String> itself =
                seen.event() instanceof ImageUploaded upload ? Optional.of(upload.itemId()) : Optional.empty();
        return Optional.of(new Query(seen.vector(), itself));
    }

    private void answer(Seen image, List<ScoredItem> found, Snapshot snapshot, List<OutgoingRecord> records) {
        CatalogEvent event = image.event();
        if (event instanceof ImageUploaded upload) {
            records.add(feature(upload.itemId(), Optional.of(image.vector()), snapshot.batch()));
        }
        MatchCalibration calibration = extractor.calibration();
        List<Recommendation> recommendations = new ArrayList<>(found.size());
        for (ScoredItem item : found) {
            recommendations.add(new Recommendation(
                    recommendations.size() + 1, item.itemId(), item.score(), calibration.match(item.score())));
        }
        records.add(codec.recommendations(
                new Recommendations(event.subject(), event.eventId(), extractor.modelId(), recommendations, snapshot),
                event));
    }

    private OutgoingRecord feature(String itemId, Optional<float[]> vector, long batch) {
        return codec.feature(extractor.modelId(), new FeatureRecord(itemId, vector, session, batch));
    }
}
