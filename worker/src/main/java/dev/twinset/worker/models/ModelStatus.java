package dev.twinset.worker.models;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.model.ServingModel;
import dev.twinset.kafka.models.ModelsState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of one model.
 *
 * @param since when that state began; empty if nobody noted it
 * @param workers that have joined its group
 * @param lag records of the images' topic that they have not processed
 */
record ModelStatus(String model, State state, Optional<Instant> since, int workers, long lag) {
    enum State {
        /** It answers. */
        SERVING,
        /** A switch from or to it is under way; nobody answers. */
        SWITCHING,
        /** It can take over. */
        READY,
        /** It has not built every item yet. */
        BUILDING,
        /** No worker of it runs. */
        IDLE,
        RETIRED
    }

    ModelStatus {
        requireNonNull(model, "model is null");
        requireNonNull(state, "state is null");
        requireNonNull(since, "since is null");
    }

    /**
     * All models, in the order of their ids.
     *
     * @param maxLag up to which a model is ready
     */
    static List<ModelStatus> all(ModelCluster cluster, long maxLag) throws IOException, InterruptedException {
        ModelsState state = cluster.state();
        Set<String> models = new TreeSet<>(cluster.models());
        models.addAll(state.retired().keySet());
        state.serving().map(ServingModel::model).ifPresent(models::add);
        state.next().ifPresent(models::add);
        List<ModelStatus> all = new ArrayList<>();
        for (String model : models) {
            all.add(of(model, state, cluster.workers(model), cluster.lag(model), maxLag));
        }
        return all;
    }

    static ModelStatus of(String model, ModelsState models, int workers, long lag, long maxLag) {
        Optional<ServingModel> serving =
                models.serving().filter(one -> one.model().equals(model));
        if (models.retired().containsKey(model)) {
            return new ModelStatus(
                    model, State.RETIRED, Optional.of(models.retired().get(model)), workers, lag);
        }
        if (models.next().isPresent() && (serving.isPresent() || models.next().equals(Optional.of(model)))) {
            return new ModelStatus(model, State.SWITCHING, Optional.of(models.changed()), workers, lag);
        }
        if (serving.isPresent()) {
            return new ModelStatus(model, State.SERVING, serving.map(ServingModel::since), workers, lag);
        }
        State state = workers == 0 ? State.IDLE : lag <= maxLag ? State.READY : State.BUILDING;
        return new ModelStatus(model, state, Optional.empty(), workers, lag);
    }
}
