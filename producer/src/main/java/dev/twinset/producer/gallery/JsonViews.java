package dev.twinset.producer.gallery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.result.Copies;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Why;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.answer.WhyWords;
import dev.twinset.producer.gallery.index.AnswerTrait;
import dev.twinset.producer.gallery.index.ItemIndex;
import dev.twinset.producer.gallery.index.ItemLabel;
import dev.twinset.producer.gallery.index.RecentQueries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The JSON that the page receives. Text is not escaped: the page shows it as text. Any thread. */
final class JsonViews {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ItemPictures pictures;
    private final ItemIndex index;
    private final RecentQueries queries;
    private final Clock clock;

    JsonViews(ItemPictures pictures, ItemIndex index, RecentQueries queries, Clock clock) {
        this.pictures = pictures;
        this.index = index;
        this.queries = queries;
        this.clock = clock;
    }

    /** An item or a query by its id, with the address of its picture; an item with its kind and colour if known. */
    ObjectNode item(String id) {
        ObjectNode view =
                JSON.objectNode().put("id", id).put("query", queries.holds(id)).put("picture", pictures.address(id));
        ItemLabel label = index.label(id);
        if (!label.kind().isEmpty()) {
            view.put("kind", label.kind());
        }
        if (!label.colour().isEmpty()) {
            view.put("colour", label.colour());
        }
        return view;
    }

    ObjectNode answer(Answer.Recommended recommended) {
        Recommendations answer = recommended.recommendations();
        ObjectNode view = item(answer.itemId())
                .put("at", recommended.timestamp().toEpochMilli())
                .put("model", answer.model())
                .put("searched", answer.snapshot().items());
        ObjectNode options = view.putObject("options");
        answer.options().asked().forEach(options::put);
        ObjectNode looksLike = view.putObject("looksLike");
        new TreeMap<>(answer.looksLike()).forEach((name, value) -> looksLike.put(Why.word(name), value));
        view.set("copies", copies(answer.copies()));
        recommended.causeTime().ifPresent(cause -> view.put("seconds", seconds(cause, recommended.timestamp())));
        ArrayNode alike = view.putArray("alike");
        for (Recommendation one : answer.recommendations()) {
            ObjectNode other = item(one.itemId())
                    .put("rank", one.rank())
                    .put("score", one.score())
                    .put("fallback", one.fallback())
                    .put("weak", AnswerTrait.isWeak(one));
            other.set("copies", copies(one.copies()));
            one.why().ifPresent(why -> other.set("why", why(why, answer.looksLike())));
            one.match().ifPresent(match -> other.put("match", match));
            alike.add(other);
        }
        return view;
    }

    private ObjectNode copies(Copies copies) {
        ObjectNode view = JSON.objectNode().put("more", copies.more());
        ArrayNode items = view.putArray("items");
        copies.itemIds().forEach(id -> items.add(item(id)));
        return view;
    }

    private static ObjectNode why(Why why, Map<String, String> asked) {
        ObjectNode view = JSON.objectNode().put("words", WhyWords.of(why, asked));
        ObjectNode parts = view.putObject("parts");
        why.parts().forEach((name, part) -> parts.put(Why.word(name), part));
        return view;
    }

    ObjectNode rejected(Answer.Rejected rejected) {
        return rejected(
                rejected.itemId(), rejected.timestamp(), rejected.image().rejection());
    }

    ObjectNode rejected(String id, Instant at, Rejection rejection) {
        return item(id).put("at", at.toEpochMilli())
                .put("reason", rejection.reason().name())
                .put("detail", rejection.detail());
    }

    /** @param rejected items that are rejected as they were uploaded last */
    ObjectNode state(FollowerStats.Reading reading, int rejected) {
        ObjectNode view = JSON.objectNode()
                .put("connected", reading.fault().isEmpty() || reading.slow())
                .put("slow", reading.slow())
                .put("imagesPerSecond", reading.imagesPerSecond())
                .put("answered", index.answered())
                .put("rejected", rejected)
                .put("answeredSinceStart", reading.answered())
                .put("rejectedSinceStart", reading.rejected())
                .put("weak", index.with(AnswerTrait.WEAK))
                .put("perfect", index.with(AnswerTrait.PERFECT))
                .put("items", index.items())
                .put("full", index.full())
                .put("behind", reading.behind());
        reading.model().ifPresent(model -> view.put("model", model));
        reading.fault().ifPresent(fault -> view.put("fault", fault));
        reading.lastAnswer().ifPresent(last -> view.put("secondsSinceAnswer", seconds(last, clock.instant())));
        return view;
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis()) / 1000.0;
    }
}
