package dev.twinset.worker.pipeline;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.result.Cause;
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
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import dev.twinset.worker.standing.Latest;
import dev.twinset.worker.standing.StandingAnswers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private final StandingAnswers standing;
    private final AnswerOptions defaults;

    /** One that gives no answers afresh. */
    public Recommender(
            EventCodec codec, FeatureExtractor model, FeatureIndex index, String session, WorkerMetrics metrics) {
        this(codec, model, index, session, metrics, new StandingAnswers(false), AnswerOptions.DEFAULT);
    }

    /**
     * @param model gives its id and what a score means
     * @param session names this run of this worker; batch numbers count within it
     * @param standing what was last answered
     * @param defaults what answers are like unless their events asked for something else
     */
    public Recommender(
            EventCodec codec,
            FeatureExtractor model,
            FeatureIndex index,
            String session,
            WorkerMetrics metrics,
            StandingAnswers standing,
            AnswerOptions defaults) {
        this.codec = requireNonNull(codec, "codec is null");
        this.model = requireNonNull(model, "model is null");
        this.index = requireNonNull(index, "index is null");
        this.session = requireNonNull(session, "session is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.standing = requireNonNull(standing, "standing is null");
        this.defaults = requireNonNull(defaults, "defaults is null");
    }

    /** What was last answered of items. */
    public StandingAnswers standing() {
        return standing;
    }

    /** As {@link #answer(List, Map, boolean, boolean)}, without answers that are given afresh. */
    public List<OutgoingRecord> answer(List<ExtractedBatch> visible, boolean complete, boolean withoutValues) {
        return answer(visible, Map.of(), complete, withoutValues).records();
    }

    /**
     * What came of a batch.
     *
     * @param records of its transaction, in the order of its events
     * @param latest of items whose answer is known by now; empty for an item that is gone
     * @param revised how many of the records are answers that no event asked for
     */
    public record Answered(List<OutgoingRecord> records, Map<String, Optional<Latest>> latest, int revised) {}

    /**
     * Answers the last of the batches.
     *
     * @param visible the batches in flight that the search sees, oldest first, the one to answer last
     * @param revisions items that are to be answered afresh, and why
     * @param complete whether the index holds everything that was committed before this search
     * @param withoutValues whether dead letters leave out the original value
     */
    public Answered answer(
            List<ExtractedBatch> visible, Map<String, Cause> revisions, boolean complete, boolean withoutValues) {
        long asOf = standing.sequence();
        ExtractedBatch batch = visible.get(visible.size() - 1);
        List<FeatureChange> pending =
                visible.stream().flatMap(each -> each.changes().stream()).toList();
        Map<String, Optional<Latest>> latest = new HashMap<>();
        List<Revision> revised = revisions(revisions, pending, latest);
        List<Query> queries = Stream.concat(
                        batch.entries().stream().flatMap(entry -> query(entry).stream()),
                        revised.stream().map(Revision::query))
                .toList();
        SearchResult found = metrics.search(() -> index.search(pending, queries));
        Snapshot snapshot = new Snapshot(
                found.items(),
                found.offsets().features(),
                session,
                visible.get(0).number(),
                batch.number(),
                found.offsets().attributes(),
                found.exact(),
                complete);
        Iterator<Query> asked = found.queries().iterator();
        Iterator<Found> answers = found.answers().iterator();
        List<OutgoingRecord> records = new ArrayList<>(2 * batch.entries().size());
        for (Entry entry : batch.entries()) {
            if (entry instanceof Built built) {
                records.addAll(feature(built.entry(), batch.number()));
            } else if (entry instanceof Embedded image) {
                records.addAll(feature(entry, batch.number()));
                answer(image.event(), asked.next(), answers.next(), asOf, snapshot, records, latest);
            } else if (entry instanceof Deleted deleted) {
                records.addAll(feature(entry, batch.number()));
                records.add(codec.withdrawn(deleted.event()));
                latest.put(deleted.event().itemId(), Optional.empty());
            } else if (entry instanceof Rejected rejected) {
                records.add(codec.rejected(rejected.original(), rejected.rejection(), !withoutValues));
            }
        }
        int events = records.size();
        for (Revision revision : revised) {
            revise(revision, asked.next(), answers.next(), asOf, snapshot, records, latest);
        }
        return new Answered(records, latest, records.size() - events);
    }

    /** An item that is to be answered afresh, as the index holds it. */
    private record Revision(String itemId, Cause cause, Query query) {}

    /** What a batch in flight changes is answered or withdrawn there. */
    private List<Revision> revisions(
            Map<String, Cause> asked, List<FeatureChange> pending, Map<String, Optional<Latest>> latest) {
        Set<String> changing = pending.stream().map(FeatureChange::itemId).collect(Collectors.toSet());
        List<Revision> revisions = new ArrayList<>(asked.size());
        asked.forEach((itemId, cause) -> {
            if (changing.contains(itemId)) {
                return;
            }
            Optional<Item> item = index.item(itemId);
            if (item.isEmpty()) {
                latest.put(itemId, Optional.empty());
            } else {
                Query query = new Query(
                        item.get().vector(), Optional.of(itemId), item.get().attributes(), options(item.get()));
                revisions.add(new Revision(itemId, cause, query));
            }
        });
        return revisions;
    }

    private AnswerOptions options(Item item) {
        try {
            return AnswerOptions.of(item.options(), defaults);
        } catch (RejectedEventException e) {
            return defaults; // of another version of this program
        }
    }

    /** Writes the answer if it says something else than the one before. */
    private void revise(
            Revision revision,
            Query asked,
            Found found,
            long asOf,
            Snapshot snapshot,
            List<OutgoingRecord> records,
            Map<String, Optional<Latest>> latest) {
        Recommendations answer = recommendations(
                revision.itemId(),
                session + "-" + snapshot.batch() + ":" + revision.itemId(),
                asked,
                Optional.of(revision.cause()),
                found,
                snapshot);
        long digest = Latest.digest(answer);
        Latest before = standing.latest(revision.itemId());
        if (before == null || before.digest() != digest) {
            records.add(codec.revised(answer));
        }
        latest.put(
                revision.itemId(), Optional.of(new Latest(Optional.of(answer.options()), found.floor(), digest, asOf)));
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

    private void answer(
            CatalogEvent event,
            Query asked,
            Found found,
            long asOf,
            Snapshot snapshot,
            List<OutgoingRecord> records,
            Map<String, Optional<Latest>> latest) {
        Recommendations answer =
                recommendations(event.subject(), event.eventId(), asked, Optional.empty(), found, snapshot);
        records.add(codec.recommendations(answer, event));
        if (standing.enabled() && event instanceof ImageUploaded upload) {
            latest.put(
                    upload.itemId(),
                    Optional.of(new Latest(Optional.of(asked.options()), found.floor(), Latest.digest(answer), asOf)));
        }
    }

    private Recommendations recommendations(
            String itemId, String eventId, Query query, Optional<Cause> cause, Found found, Snapshot snapshot) {
        boolean why = query.options().why();
        List<Optional<Why>> reasons = why ? reasons(query.vector(), found.items()) : List.of();
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
        return new Recommendations(
                itemId,
                eventId,
                model.modelId(),
                query.options(),
                found.copies(),
                why ? model.looksLike(query.vector()) : Map.of(),
                cause,
                recommendations,
                query.options().usesAttributes() ? snapshot : snapshot.withoutAttributes());
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
                        new FeatureRecord(
                                change.itemId(),
                                change.vector(),
                                change.attributes(),
                                change.options(),
                                session,
                                batch)))
                .toList();
    }
}
