package dev.twinset.producer.gallery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.gallery.index.ItemIndex;
import dev.twinset.producer.gallery.index.RecordPosition;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The latest rejection of each item or query, without its image. It stands until the item is uploaded again or deleted.
 * Any thread.
 */
final class RecentRejections {
    /** Items and queries. Those that were rejected before them are forgotten. */
    static final int KEPT = 10_000;

    /** The latest, on a page. */
    private static final int LISTED = 200;

    private final Topics topics;
    private final ItemIndex index;
    private final JsonViews views;
    private final Map<String, Entry> latest = new LinkedHashMap<>();

    /** @param upload what was rejected; empty for a query */
    private record Entry(String id, Instant at, Rejection rejection, Optional<RecordPosition> upload) {}

    RecentRejections(Topics topics, ItemIndex index, JsonViews views) {
        this.topics = topics;
        this.index = index;
        this.views = views;
    }

    synchronized void add(Answer.Rejected rejected) {
        RejectedImage image = rejected.image();
        Optional<RecordPosition> upload = image.topic().equals(topics.images())
                ? Optional.of(new RecordPosition(image.partition(), image.offset()))
                : Optional.empty();
        String id = rejected.itemId();
        latest.remove(id); // it becomes the last
        latest.put(id, new Entry(id, rejected.timestamp(), image.rejection(), upload));
        if (latest.size() > KEPT) {
            latest.remove(latest.keySet().iterator().next());
        }
    }

    /** Items that are rejected as they were uploaded last. */
    synchronized int standing() {
        return (int) latest.values().stream().filter(this::stands).count();
    }

    private boolean stands(Entry entry) {
        return entry.upload().isPresent()
                && index.find(entry.id()).flatMap(ItemIndex.Entry::upload).equals(entry.upload());
    }

    /** The latest first. */
    synchronized ArrayNode all() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        latest.values().stream()
                .sorted(Comparator.comparing(Entry::at).reversed())
                .limit(LISTED)
                .forEach(entry -> all.add(view(entry)));
        return all;
    }

    synchronized Optional<ObjectNode> of(String itemId) {
        return Optional.ofNullable(latest.get(itemId)).map(this::view);
    }

    private ObjectNode view(Entry entry) {
        return views.rejected(entry.id(), entry.at(), entry.rejection())
                .put("stands", entry.upload().isEmpty() || stands(entry));
    }
}
