package dev.twinset.producer.gallery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.twinset.producer.answer.Answer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The latest rejections, newest first. Any thread. */
final class RecentRejections {
    private static final int KEPT = 200;

    private final JsonViews views;
    private final Deque<JsonNode> latest = new ArrayDeque<>();

    RecentRejections(JsonViews views) {
        this.views = views;
    }

    /** @return its JSON */
    synchronized JsonNode add(Answer.Rejected rejected) {
        JsonNode view = views.rejected(rejected);
        latest.addFirst(view);
        if (latest.size() > KEPT) {
            latest.removeLast();
        }
        return view;
    }

    synchronized ArrayNode all() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        latest.forEach(all::add);
        return all;
    }

    synchronized Optional<JsonNode> of(String itemId) {
        return latest.stream()
                .filter(view -> view.path("id").asText().equals(itemId))
                .findFirst();
    }
}
