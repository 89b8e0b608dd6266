package dev.twinset.producer.gallery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.answer.AnswerReader;
import dev.twinset.producer.gallery.http.HttpException;
import dev.twinset.producer.gallery.index.AnswerTrait;
import dev.twinset.producer.gallery.index.ItemIndex;
import dev.twinset.producer.gallery.index.RecentQueries;
import dev.twinset.producer.gallery.index.RecordPosition;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.TreeMap;

/** Looks up one item: its attributes, its latest answer, and why it was rejected. Any thread. */
final class Items {
    private static final int FOUND = 30;

    /** Answers at a time. */
    private static final int PAGE = 24;

    private final Topics topics;
    private final ItemIndex index;
    private final RecentQueries queries;
    private final RecentRejections rejections;
    private final JsonViews views;
    private final RecordReaderPool shelf;
    private final AnswerReader answers;
    private final EventCodec codec;

    Items(
            Topics topics,
            ItemIndex index,
            RecentQueries queries,
            RecentRejections rejections,
            JsonViews views,
            RecordReaderPool shelf,
            Clock clock) {
        this.topics = topics;
        this.index = index;
        this.queries = queries;
        this.rejections = rejections;
        this.views = views;
        this.shelf = shelf;
        this.answers = new AnswerReader(topics);
        this.codec = new EventCodec(topics, clock, "/twinset/gallery");
    }

    /** Ids that begin with the prefix. */
    JsonNode search(String prefix) {
        var items = JsonNodeFactory.instance.objectNode();
        var found = items.putArray("items");
        index.startingWith(prefix, FOUND).forEach(id -> found.add(views.item(id)));
        return items;
    }

    /**
     * @throws HttpException 404 if the item is unknown
     * @throws IOException if its records cannot be read from Kafka
     */
    JsonNode item(String id) throws HttpException, IOException, InterruptedException {
        Optional<ItemIndex.Entry> entry = queries.holds(id) ? queries.find(id) : index.find(id);
        Optional<ObjectNode> rejection = rejections.of(id);
        if (entry.isEmpty() && rejection.isEmpty()) {
            throw new HttpException(
                    404, "no item with this id is known; it may have been deleted, or not uploaded yet");
        }
        ObjectNode view = views.item(id).put("itemsNow", index.answered());
        ObjectNode said = view.putObject("attributes");
        if (!queries.holds(id)) {
            Optional<EventRecord> upload = record(topics.images(), entry.flatMap(ItemIndex.Entry::upload));
            upload.ifPresent(record -> view.put("uploadedAt", record.timestampMillis()));
            upload.flatMap(this::read)
                    .map(ImageUploaded::attributes)
                    .ifPresent(attributes -> new TreeMap<>(attributes).forEach(said::put));
        }
        rejection.ifPresent(node -> view.set("rejection", node));
        answer(entry.flatMap(ItemIndex.Entry::answer)).ifPresent(answer -> view.set("answer", views.answer(answer)));
        return view;
    }

    /**
     * The latest answers that have the trait, those of items that were seen last first.
     *
     * @param skipped so many are left out
     * @throws IOException if they cannot be read from Kafka
     */
    JsonNode answersWith(AnswerTrait trait, int skipped) throws IOException, InterruptedException {
        ObjectNode page = JsonNodeFactory.instance.objectNode().put("total", index.with(trait));
        ArrayNode found = page.putArray("answers");
        for (String id : index.with(trait, skipped, PAGE)) {
            answer(index.find(id).flatMap(ItemIndex.Entry::answer))
                    .ifPresent(answer -> found.add(views.answer(answer)));
        }
        return page;
    }

    /**
     * The latest upload of an item; empty if it is not in Kafka any more.
     *
     * @throws IOException if it cannot be read
     */
    Optional<ImageUploaded> upload(String id) throws IOException, InterruptedException {
        return record(topics.images(), index.find(id).flatMap(ItemIndex.Entry::upload))
                .flatMap(this::read);
    }

    private Optional<Answer.Recommended> answer(Optional<RecordPosition> place)
            throws IOException, InterruptedException {
        return record(topics.recommendations(), place)
                .flatMap(answers::read)
                .filter(Answer.Recommended.class::isInstance)
                .map(Answer.Recommended.class::cast);
    }

    private Optional<EventRecord> record(String topic, Optional<RecordPosition> place)
            throws IOException, InterruptedException {
        return place.isEmpty() ? Optional.empty() : shelf.read(topic, place.get());
    }

    /** Empty if workers reject it. */
    private Optional<ImageUploaded> read(EventRecord record) {
        try {
            return codec.event(record) instanceof ImageUploaded upload ? Optional.of(upload) : Optional.empty();
        } catch (RejectedEventException e) {
            return Optional.empty();
        }
    }
}
