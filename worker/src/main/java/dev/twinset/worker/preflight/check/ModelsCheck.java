package dev.twinset.worker.preflight.check;

import dev.twinset.contract.model.ServingModel;
import dev.twinset.kafka.models.ModelsState;
import dev.twinset.kafka.models.ModelsTopic;
import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import dev.twinset.worker.preflight.finding.Text;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** Which model answers, and what that means for a worker of this one. */
public final class ModelsCheck {
    public static final String NAME = "models";

    /** So long a switch may take: a command takes it back after that. */
    private static final Duration TOLERATED = Duration.ofMinutes(1);

    private ModelsCheck() {}

    /** Reads the topic of models. */
    public static Finding examine(ClusterUse use, ClusterState state, Clock clock) {
        if (state.topic(use.topics().models()).value().isEmpty()) {
            return Finding.unknown(NAME, "there is no topic to read: see topics and rights");
        }
        try (ModelsTopic topic = ModelsTopic.open(use.admin(), use.topics())) {
            return examine(use, topic.state(), clock);
        } catch (IOException e) {
            return Finding.unknown(NAME, "the topic cannot be read: " + Text.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.unknown(NAME, "interrupted");
        }
    }

    static Finding examine(ClusterUse use, ModelsState models, Clock clock) {
        if (use.names().isEmpty()) {
            return Finding.unknown(NAME, "this worker's model is not known: see model");
        }
        String own = use.names().get().model();
        Notes notes = new Notes(NAME);
        if (models.retired().containsKey(own)) {
            notes.block(
                    "model " + own + " was retired at " + models.retired().get(own)
                            + ": what it built is deleted, and it never answers again",
                    "start the worker with another model (setting model)");
        }
        if (models.serving().isEmpty()) {
            return notes.finding("no model has ever answered: that of the first worker to start will");
        }
        ServingModel serving = models.serving().get();
        if (serving.next().isPresent()) {
            Duration age = Duration.between(models.changed(), clock.instant());
            if (age.compareTo(TOLERATED) > 0) {
                notes.warn(
                        "a switch from model " + serving.model() + " to "
                                + serving.next().get() + " has been under way for " + age.toSeconds()
                                + " s: nobody answers",
                        "./twinset model switch " + serving.next().get()
                                + " continues it, and takes it back if no worker takes over");
            }
        } else if (!serving.model().equals(own) && !models.retired().containsKey(own)) {
            notes.warn(
                    "model " + serving.model() + " answers, not this worker's, " + own
                            + ": this worker builds and answers nothing",
                    "when it has built everything (./twinset model list), ./twinset model switch " + own);
        }
        return notes.finding(serving.next()
                        .map(next -> "a switch from " + serving.model() + " to " + next + " is under way")
                        .orElse(serving.model() + " answers")
                + ", term " + serving.term() + " since " + serving.since());
    }
}
