package dev.twinset.worker.models;

import static java.util.Objects.requireNonNull;

import dev.twinset.console.Numbers;
import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.model.ServingModel;
import dev.twinset.kafka.models.ModelsState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Changes which model answers, and gives models up. Every refusal is an {@link IOException} with one sentence, and
 * changes nothing. For one thread.
 */
final class ModelSwitch {
    private static final Duration NEXT_LOOK = Duration.ofMillis(50);
    private static final Duration CATCHING_UP = Duration.ofSeconds(1);
    private static final int LOOKS_AT_A_BATCH = 3;
    private static final int MOST_LOOKS = 30;

    private final ModelCluster cluster;
    private final ModelRecords records;
    private final Clock clock;
    private final Pause pause;

    /** @param pause waits between two looks at the cluster */
    ModelSwitch(ModelCluster cluster, ModelRecords records, Clock clock, Pause pause) {
        this.cluster = requireNonNull(cluster, "cluster is null");
        this.records = requireNonNull(records, "records is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.pause = requireNonNull(pause, "pause is null");
    }

    @FunctionalInterface
    interface Pause {
        Pause SLEEP = time -> Thread.sleep(time.toMillis());

        void take(Duration time) throws InterruptedException;
    }

    /**
     * @param refresh whether the model answers for every item anew
     * @param maxLag how many events it may still have to build
     * @param timeout how long nobody may answer before the switch is given up
     */
    record Terms(boolean refresh, long maxLag, Duration timeout) {}

    /**
     * @param serving the model that answers now
     * @param silence how long nobody answered, at most; empty if the model answered before
     */
    record Outcome(ServingModel serving, Optional<Duration> silence) {}

    /** Lets the model answer that answered before. */
    Outcome back(Terms terms) throws IOException, InterruptedException {
        ModelsState state = cluster.state();
        ServingModel serving = serving(state);
        if (state.next().isPresent()) {
            throw underWay(state);
        }
        return to(
                serving.previous()
                        .orElseThrow(() -> new IOException(
                                "there is no previous model: " + serving.model() + " is the first one that answers")),
                terms);
    }

    /** Lets a model answer; returns when it does. */
    Outcome to(String model, Terms terms) throws IOException, InterruptedException {
        ModelsState state = cluster.state();
        if (serving(state).answers(model)) {
            return new Outcome(serving(state), Optional.empty());
        }
        next(state, model, terms);
        if (!state.next().equals(Optional.of(model))) { // one that is under way must come to an end, whatever it is
            check(model, terms);
            catchUp(model);
        }
        Instant[] start = {clock.instant()};
        cluster.change(now -> {
            start[0] = clock.instant();
            return next(now, model, terms).map(records::serving);
        });
        ServingModel serving = await(model, start[0].plus(terms.timeout()));
        return new Outcome(serving, Optional.of(Duration.between(start[0], clock.instant())));
    }

    /** The first record of the switch; empty if it is written already. */
    private Optional<ServingModel> next(ModelsState state, String model, Terms terms) throws IOException {
        ServingModel serving = serving(state);
        if (state.retired().containsKey(model)) {
            throw new IOException(
                    "model " + model + " was retired at " + state.retired().get(model) + " and cannot answer any more");
        }
        if (serving.answers(model)) {
            return Optional.empty();
        }
        if (state.next().filter(other -> !other.equals(model)).isPresent()) {
            throw underWay(state);
        }
        ServingModel next = serving.switching(model, terms.refresh());
        return next.equals(serving) ? Optional.empty() : Optional.of(next);
    }

    private void check(String model, Terms terms) throws IOException, InterruptedException {
        Set<String> known = cluster.models();
        if (!known.contains(model)) {
            throw new IOException("there is no model " + model + " here, but " + String.join(", ", known)
                    + ": twinset model reindex FILE builds it");
        }
        if (cluster.workers(model) == 0) {
            throw new IOException("no worker of model " + model
                    + " runs, and only such a worker can take over: start workers with its bundle");
        }
        long lag = cluster.lag(model);
        if (lag > terms.maxLag()) {
            throw new IOException("model " + model + " has not built " + Numbers.count(lag, "event") + " yet, "
                    + Numbers.count(terms.maxLag()) + " are allowed (--max-lag): wait until twinset model list says"
                    + " that it is ready, or give --force, and its answers lack those items for a while");
        }
    }

    /** What the model builds now it need not build while nobody answers. It commits batch by batch. */
    private void catchUp(String model) throws IOException, InterruptedException {
        long least = Long.MAX_VALUE;
        int looksWithoutProgress = 0;
        for (int look = 0; look < MOST_LOOKS && looksWithoutProgress < LOOKS_AT_A_BATCH; look++) {
            long lag = cluster.lag(model);
            if (lag == 0) {
                return;
            }
            looksWithoutProgress = lag < least ? 0 : looksWithoutProgress + 1;
            least = Math.min(least, lag);
            pause.take(CATCHING_UP);
        }
    }

    private static IOException underWay(ModelsState state) throws IOException {
        String next = state.next().orElseThrow();
        return new IOException("a switch from " + serving(state).model() + " to " + next
                + " has been under way since " + state.changed() + ": twinset model switch " + next
                + " continues it, or takes it back if no worker takes over");
    }

    private static ServingModel serving(ModelsState state) throws IOException {
        return state.serving()
                .orElseThrow(() ->
                        new IOException("no model answers yet: the first worker that starts decides which one does"));
    }

    private ServingModel await(String model, Instant deadline) throws IOException, InterruptedException {
        ModelsState state = cluster.state();
        boolean begun = false;
        while (!serving(state).answers(model)) {
            boolean underWay = state.next().equals(Optional.of(model));
            if (begun && !underWay) {
                throw new IOException("somebody else took the switch to " + model + " back: "
                        + serving(state).model() + " answers");
            }
            if (!clock.instant().isBefore(deadline)) {
                return cancel(model);
            }
            begun = underWay; // not at once: the record that was just written may not be there to read yet
            pause.take(NEXT_LOOK);
            state = cluster.state();
        }
        return serving(state);
    }

    private ServingModel cancel(String model) throws IOException, InterruptedException {
        ModelsState last = cluster.change(now -> now.next().equals(Optional.of(model))
                ? now.serving().map(ServingModel::cancelled).map(records::serving)
                : Optional.empty());
        ServingModel serving = serving(last);
        if (!serving.answers(model)) {
            throw new IOException("no worker of model " + model + " took over in time, so " + serving.model()
                    + " answers again: the logs of the workers of " + model + " say why, such as a right on the group"
                    + " and the transactional ids of " + serving.model() + " that they lack");
        }
        return serving;
    }

    /**
     * Ends the workers of a model, and deletes its group and its changelog.
     *
     * @param timeout how long its workers may take to end
     */
    void retire(String model, Duration timeout) throws IOException, InterruptedException {
        cluster.change(now -> {
            requireIdle(now, model);
            return now.retired().containsKey(model)
                    ? Optional.empty()
                    : Optional.of(records.retired(model, clock.instant()));
        });
        Instant deadline = clock.instant().plus(timeout);
        int workers = cluster.workers(model);
        while (workers > 0) {
            if (!clock.instant().isBefore(deadline)) {
                throw new IOException("model " + model + " is retired, but " + Numbers.count(workers, "worker")
                        + " of it did not end in time: stop them, and run the same command again");
            }
            pause.take(NEXT_LOOK);
            workers = cluster.workers(model);
        }
        cluster.delete(model);
    }

    /** How many workers would end with a model. */
    int workersToEnd(String model) throws IOException, InterruptedException {
        ModelsState state = cluster.state();
        requireIdle(state, model);
        if (!state.retired().containsKey(model) && !cluster.models().contains(model)) {
            throw new IOException("there is no model " + model + " here: no changelog and no group has its name");
        }
        return cluster.workers(model);
    }

    private static void requireIdle(ModelsState state, String model) throws IOException {
        if (state.next().equals(Optional.of(model))) {
            throw underWay(state);
        }
        if (state.serving().map(ServingModel::model).equals(Optional.of(model))) {
            throw new IOException("model " + model + " answers: switch to another one first");
        }
    }
}
