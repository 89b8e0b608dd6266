package dev.twinset.contract.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which model answers: the latest record of the topic of models. A switch takes two records. The first names the model
 * that is {@code next}, and nobody answers any more; the second makes that model the one that answers, in a new term,
 * from the events on that the one before has not answered.
 *
 * @param term counts up with each change of {@code model}, from 1
 * @param model the model that answers, as long as there is no {@code next}
 * @param next the model that takes over; nobody answers until it has
 * @param previous the model that answered before
 * @param since when the term began
 * @param from topic and partition to the offset of the first event that the model answers in this term; a partition
 *     that is missing is answered from its beginning. Empty if the model goes on where its group is: the first term
 * @param refresh whether the model answers for every item of the catalogue anew
 */
public record ServingModel(
        long term,
        String model,
        Optional<String> next,
        Optional<String> previous,
        Instant since,
        Optional<Map<String, Map<Integer, Long>>> from,
        boolean refresh) {
    public ServingModel {
        requireNonNull(model, "model is null");
        requireNonNull(next, "next is null");
        requireNonNull(previous, "previous is null");
        requireNonNull(since, "since is null");
        from = from.map(topics -> {
            Map<String, Map<Integer, Long>> copy = new TreeMap<>();
            topics.forEach((topic, offsets) -> copy.put(topic, new TreeMap<>(offsets)));
            return copy;
        });
    }

    /** The first term: a model that finds no other one. */
    public static ServingModel first(String model, Instant now) {
        return new ServingModel(1, model, Optional.empty(), Optional.empty(), now, Optional.empty(), false);
    }

    /** The first record of a switch: nobody answers until {@code next} has taken over. */
    public ServingModel switching(String next, boolean refresh) {
        return new ServingModel(term, model, Optional.of(next), previous, since, from, refresh);
    }

    /** As it was before a switch that does not come about. */
    public ServingModel cancelled() {
        return new ServingModel(term, model, Optional.empty(), previous, since, from, false);
    }

    /**
     * The second record of a switch.
     *
     * @param from topic and partition to the offset up to which the model before has answered
     * @throws IllegalStateException if there is no model to switch to
     */
    public ServingModel switched(Map<String, Map<Integer, Long>> from, Instant now) {
        return new ServingModel(
                term + 1,
                next.orElseThrow(() -> new IllegalStateException("no model is next")),
                Optional.empty(),
                Optional.of(model),
                now,
                Optional.of(from),
                refresh);
    }

    /** Whether {@code modelId} answers now. */
    public boolean answers(String modelId) {
        return next.isEmpty() && model.equals(modelId);
    }

    /** The offset of the first event of a partition that is answered in this term; 0 if all are. */
    public long from(String topic, int partition) {
        return from.map(topics -> topics.getOrDefault(topic, Map.of()).getOrDefault(partition, 0L))
                .orElse(0L);
    }
}
