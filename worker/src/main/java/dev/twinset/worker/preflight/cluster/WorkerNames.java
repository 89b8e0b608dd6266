package dev.twinset.worker.preflight.cluster;

import static java.util.Objects.requireNonNull;

/**
 * What a worker is called in Kafka; the model's id is part of each name.
 *
 * @param changelog the topic of the features
 */
public record WorkerNames(String group, String transactionalId, String changelog) {
    public WorkerNames {
        requireNonNull(group, "group is null");
        requireNonNull(transactionalId, "transactionalId is null");
        requireNonNull(changelog, "changelog is null");
    }
}
