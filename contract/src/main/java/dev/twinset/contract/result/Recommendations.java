package dev.twinset.contract.result;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The answer to one event.
 *
 * @param itemId the item or query that the answer is about
 * @param eventId the event that is answered
 * @param model id of the model bundle whose features were compared
 * @param recommendations at most five, best first, never the item itself; fewer only while the catalogue holds fewer
 */
public record Recommendations(
        String itemId, String eventId, String model, List<Recommendation> recommendations, Snapshot snapshot) {
    /** How many items an answer names, once the catalogue holds that many others. */
    public static final int LIMIT = 5;

    public Recommendations {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(eventId, "eventId is null");
        requireNonNull(model, "model is null");
        recommendations = List.copyOf(recommendations);
        if (recommendations.size() > LIMIT) {
            throw new IllegalArgumentException(
                    "recommendations are " + recommendations.size() + ", expected at most " + LIMIT);
        }
        requireNonNull(snapshot, "snapshot is null");
    }
}
