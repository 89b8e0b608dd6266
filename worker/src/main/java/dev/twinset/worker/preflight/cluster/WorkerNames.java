package dev.twinset.worker.preflight.cluster;

import static java.util.Objects.requireNonNull;

/**
 * What a worker is called in Kafka; the model's id is part of most names.
 *
 * @param model the id itself
 * @param modelsTransactionalId by which it writes which model answers; the same for every model
 * @param changelog the topic of the features
 */
public record WorkerNames(
        String model, String group, String transactionalId, String modelsTransactionalId, String changelog) {
    public WorkerNames {
        requireNonNull(model, "model is null");
        requireNonNull(group, "group is null");
        requireNonNull(transactionalId, "transactionalId is null");
        requireNonNull(modelsTransactionalId, "modelsTransactionalId is null");
        requireNonNull(changelog, "changelog is null");
    }
}
