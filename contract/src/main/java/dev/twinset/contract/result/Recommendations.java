package dev.twinset.contract.result;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.option.AnswerOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to one event.
 *
 * @param itemId the item or query that the answer is about
 * @param eventId the event that is answered
 * @param model id of the model bundle whose features were compared
 * @param options what was asked for, without what every event gets; its filter names the values that items must have
 * @param copies other items with the image of the item that was uploaded: they are not among the recommendations
 * @param looksLike attribute to the value that the model takes the image for; empty unless the event asked why
 * @param cause why the item was answered afresh; empty if an event is answered
 * @param recommendations best first, never the item itself, at most as many as were asked for
 */
public record Recommendations(
        String itemId,
        String eventId,
        String model,
        AnswerOptions options,
        Copies copies,
        Map<String, String> looksLike,
        Optional<Cause> cause,
        List<Recommendation> recommendations,
        Snapshot snapshot) {
    public Recommendations {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(eventId, "eventId is null");
        requireNonNull(model, "model is null");
        requireNonNull(copies, "copies is null");
        looksLike = Collections.unmodifiableMap(new LinkedHashMap<>(looksLike));
        requireNonNull(cause, "cause is null");
        recommendations = List.copyOf(recommendations);
        if (recommendations.size() > options.limit()) {
            throw new IllegalArgumentException(
                    "recommendations are " + recommendations.size() + ", expected at most " + options.limit());
        }
        requireNonNull(snapshot, "snapshot is null");
    }

    /** The answer to an event. */
    public Recommendations(
            String itemId,
            String eventId,
            String model,
            AnswerOptions options,
            Copies copies,
            Map<String, String> looksLike,
            List<Recommendation> recommendations,
            Snapshot snapshot) {
        this(itemId, eventId, model, options, copies, looksLike, Optional.empty(), recommendations, snapshot);
    }

    /** The answer to an event that asked for nothing in particular, about an item without copies. */
    public Recommendations(
            String itemId, String eventId, String model, List<Recommendation> recommendations, Snapshot snapshot) {
        this(itemId, eventId, model, AnswerOptions.DEFAULT, Copies.NONE, Map.of(), recommendations, snapshot);
    }
}
