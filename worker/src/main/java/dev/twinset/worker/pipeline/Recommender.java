package dev.twinset.worker.pipeline;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.contract.result.Why;
import dev.twinset.vision.Explanation;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.MatchCalibration;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.SearchResult;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.pipeline.ExtractedBatch.Built;
import dev.twinset.worker.pipeline.ExtractedBatch.Deleted;
import dev.twinset.worker.pipeline.ExtractedBatch.Embedded;
import dev.twinset.worker.pipeline.ExtractedBatch.Entry;
import dev.twinset.worker.pipeline.ExtractedBatch.Rejected;
import dev.twinset.worker.search.Found;
import dev.twinset.worker.search.FoundItem;
import dev.twinset.worker.search.Query;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The second step: searches for each image of a batch and writes the records of its transaction. One thread at a time.
 *
 * <p>A search sees the index overlaid with the batches in flight ahead of it and with its own batch (guarantees G3 and
 * G4). The answer's snapshot names all of these, so that anyone can repeat the search from the changelog (G5).
 */
public final class Recommender {
    private final EventCodec codec;
    private final FeatureExtractor model;
    private final FeatureIndex index;
    private final String session;
    private final WorkerMetrics metrics;

    /**
     * @param model gives its id and what a score means
     * @param session names this run of this worker; batch numbers count within it
     */
    public Recommender(
            EventCodec codec, FeatureExtractor model, FeatureIndex index, String session, WorkerMetrics metrics) {
        this.codec = requireNonNull(codec, "codec is null");
        this.model = requireNonNull(model, "model is null");
        this.index = requireNonNull(index, "index is null");
        this.session = requireNonNull(session, "session is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
    }

    /**
     * Answers the last of the batches.
     *
     * @param visible the batches in flight that the search sees, oldest first, the one to answer last
     * @param complete whether the index holds everything that was committed before this search
     * @param withoutValues whether dead letters leave out the original value
     * @return the records of the batch's transaction, in the order of its events
     */
    public List<OutgoingRecord> answer(List<ExtractedBatch> visible, boolean complete, boolean withoutValues) {
        ExtractedBatch batch = visible.get(visible.size() - 1);
        List<FeatureChange> pending =
                visible.stream().flatMap(each -> each.changes().stream()).toList();
        List<Query> queries =
                batch.entries().stream().flatMap(entry -> query(entry).stream()).toList();
        SearchResult found = metrics.search(() -> index.search(pending, queries));
        Snapshot snapshot = new Snapshot(
                found.items(),
                found.offsets().features(),
                session,
                visible.get(0).number(),
                batch.number(),
                found.offsets().attributes(),
                complete);
        Iterator<Query> asked = found.queries().iterator();
        Iterator<Found> answers = found.answers().iterator();
        List<OutgoingRecord> records = new ArrayList<>(2 * batch.entries().size());
        for (Entry entry : batch.entries()) {
            if (entry instanceof Built built) {
                records.addAll(feature(built.entry(), batch.number()));
            } else if (entry instanceof Embedded image) {
                records.addAll(feature(entry, batch.number()));
                answer(
                        image.event(),
                        asked.next(),
                        answers.next(),
                        image.options().usesAttributes() ? snapshot : snapshot.withoutAttributes(),
                        records);
            } else if (entry instanceof Deleted deleted) {
                records.addAll(feature(entry, batch.number()));
                records.add(codec.withdrawn(deleted.event()));
            } else if (entry instanceof Rejected rejected) {
                records.add(codec.rejected(rejected.original(), rejected.rejection(), !withoutValues));
            }
        }
        return records;
    }

    private static Optional<Query> query(Entry entry) {
        if (!(entry instanceof Embedded image)) {
            return Optional.empty();
        }
        Query query = image.event() instanceof ImageUploaded upload
                ? new Query(image.vector(), Optional.of(upload.itemId()), upload.attributes(), image.options())
                : new Query(
                        image.vector(), Optional.empty(), ((ImageQueried) image.event()).attributes(), image.options());
        return Optional.of(query);
    }

    private void answer(CatalogEvent event, Query asked, Found found, Snapshot snapshot, List<OutgoingRecord> records) {
        boolean why = asked.options().why();
        List<Optional<Why>> reasons = why ? reasons(asked.vector(), found.items()) : List.of();
        MatchCalibration calibration = model.calibration();
        List<Recommendation> recommendations = new ArrayList<>(found.items().size());
        for (FoundItem item : found.items()) {
            int place = recommendations.size();
            recommendations.add(new Recommendation(
                    place + 1,
                    item.itemId(),
                    item.score(),
                    calibration.match(item.score()),
                    item.copies(),
                    item.fallback(),
                    why ? reasons.get(place) : Optional.empty()));
        }
        records.add(codec.recommendations(
                new Recommendations(
                        event.subject(),
                        event.eventId(),
                        model.modelId(),
                        asked.options(),
                        found.copies(),
                        why ? model.looksLike(asked.vector()) : Map.of(),
                        recommendations,
                        snapshot),
                event));
    }

    private List<Optional<Why>> reasons(float[] asked, List<FoundItem> items) {
        Iterator<Explanation> explanations = model.explain(
                        asked, items.stream().map(FoundItem::vector).toList())
                .iterator();
        return items.stream()
                .map(item -> Optional.of(
                        Explanations.why(explanations.next(), item.score(), model.looksLike(item.vector()))))
                .toList();
    }

    /** The record of the changelog that an entry leaves, if it is one of an item. */
    private List<OutgoingRecord> feature(Entry entry, long batch) {
        return ExtractedBatch.change(entry).stream()
                .map(change -> codec.feature(
                        model.modelId(),
                        new FeatureRecord(change.itemId(), change.vector(), change.attributes(), session, batch)))
                .toList();
    }
}
