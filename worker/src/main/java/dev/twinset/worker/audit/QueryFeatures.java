package dev.twinset.worker.audit;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.ImageReference;
import dev.twinset.contract.event.InlineImage;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.topic.Topics;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.worker.reference.ImageReferences;
import dev.twinset.worker.reference.ImageStoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Extracts what queries were compared by from their images: the changelog does not have it. */
final class QueryFeatures {
    private final CommittedRecords records;
    private final Topics topics;
    private final EventCodec codec;
    private final Supplier<FeatureExtractor> model;
    private final ImageReferences references;

    /** @param model opened for each query, and closed */
    QueryFeatures(
            CommittedRecords records,
            Topics topics,
            EventCodec codec,
            Supplier<FeatureExtractor> model,
            ImageReferences references) {
        this.records = records;
        this.topics = topics;
        this.codec = codec;
        this.model = model;
        this.references = references;
    }

    /** Why a query's feature cannot be extracted. */
    static final class GoneException extends Exception {
        private static final long serialVersionUID = 1L;

        GoneException(String reason) {
            super(reason);
        }
    }

    /** @throws GoneException if the image is not there any more, or was extracted by another model */
    float[] feature(Recommendations answer) throws GoneException, IOException, InterruptedException {
        ImageQueried query = query(answer)
                .orElseThrow(
                        () -> new GoneException("neither the feature of an upload is in the log, which an upload or"
                                + " deletion of the item since then compacts away, nor the image of a query on "
                                + topics.queries()));
        byte[] image = image(query);
        try (FeatureExtractor extractor = model.get()) {
            if (!extractor.modelId().equals(answer.model())) {
                throw new GoneException("the query's image must be extracted by model " + answer.model()
                        + ", and this is " + extractor.modelId() + ": name that model's file with --model");
            }
            Extraction extraction = extractor.extract(List.of(image)).get(0);
            if (extraction instanceof Extraction.Refused refused) {
                throw new GoneException("the query's image is refused now: " + refused.detail());
            }
            return ((Extraction.Feature) extraction).vector();
        }
    }

    private Optional<ImageQueried> query(Recommendations answer) throws IOException, InterruptedException {
        List<ImageQueried> found = new ArrayList<>();
        records.of(answer.itemId(), topics.queries(), record -> add(record, answer, found));
        if (found.isEmpty()) { // without a key it is in any partition
            records.all(topics.queries(), record -> add(record, answer, found));
        }
        return found.stream().findFirst();
    }

    private void add(EventRecord record, Recommendations answer, List<ImageQueried> found) {
        try {
            CatalogEvent event = codec.event(record);
            if (event instanceof ImageQueried query
                    && query.queryId().equals(answer.itemId())
                    && query.eventId().equals(answer.eventId())) {
                found.add(query);
            }
        } catch (RejectedEventException notAnswered) {
            // it is another event: that one got no answer
        }
    }

    private byte[] image(ImageQueried query) throws GoneException {
        if (query.image() instanceof InlineImage inline) {
            return inline.bytes();
        }
        String fault;
        try {
            ImageReferences.Outcome outcome =
                    references.read(List.of((ImageReference) query.image())).get(0);
            if (outcome.rejection().isEmpty()) {
                return outcome.image();
            }
            fault = outcome.rejection().get().detail();
        } catch (ImageStoreException e) {
            fault = String.valueOf(e.getMessage());
        }
        throw new GoneException("the query's image cannot be read now: " + fault);
    }
}
