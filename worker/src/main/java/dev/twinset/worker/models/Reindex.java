package dev.twinset.worker.models;

import dev.twinset.contract.model.ServingModel;
import dev.twinset.kafka.models.ModelsState;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Lets a worker build a model until nothing is left to build. For one thread. */
final class Reindex {
    private static final Duration NEXT_LOOK = Duration.ofSeconds(1);

    private final String model;
    private final ModelCluster cluster;
    private final ModelSwitch.Pause pause;

    /** @param pause waits between two looks at the cluster */
    Reindex(String model, ModelCluster cluster, ModelSwitch.Pause pause) {
        this.model = model;
        this.cluster = cluster;
        this.pause = pause;
    }

    /** A worker that runs. */
    interface Builder {
        /** @throws IOException if it has ended: why */
        void check() throws IOException;
    }

    /** @throws IOException if the model is not one to be built beside another one */
    void require() throws IOException, InterruptedException {
        ModelsState state = cluster.state();
        ServingModel serving = state.serving()
                .orElseThrow(
                        () -> new IOException(
                                "no model answers yet: start workers with the one that is to, and they read the whole catalogue"));
        if (state.retired().containsKey(model)) {
            throw new IOException(
                    "model " + model + " was retired at " + state.retired().get(model) + ": it cannot be built again");
        }
        if (serving.model().equals(model) || serving.next().equals(Optional.of(model))) {
            throw new IOException("model " + model + " answers already, or is about to: its own workers build it");
        }
    }

    /**
     * Waits until all is built.
     *
     * @param lag told again and again
     */
    void await(Builder builder, LongConsumer lag) throws IOException, InterruptedException {
        long left;
        do {
            pause.take(NEXT_LOOK);
            builder.check();
            left = cluster.lag(model);
            lag.accept(left);
        } while (left > 0 || cluster.workers(model) == 0);
    }
}
