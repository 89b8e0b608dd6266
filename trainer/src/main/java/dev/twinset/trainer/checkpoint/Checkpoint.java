package dev.twinset.trainer.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.twinset.trainer.network.NetworkState;
import dev.twinset.trainer.progress.TrainingProgress;
import dev.twinset.trainer.validation.EarlyStopping;
import java.util.List;

/**
 * The state of a training after one of its epochs: all that the next one depends on.
 *
 * @param overwrites whether the bundle may overwrite an older one
 * @param slowdowns how often the learning rate was halved
 * @param history the epochs so far
 */
public record Checkpoint(
        TrainingFingerprint fingerprint,
        boolean overwrites,
        int slowdowns,
        NetworkState network,
        EarlyStopping.State earlyStop,
        List<TrainingProgress.Epoch> history) {
    public Checkpoint {
        requireNonNull(fingerprint, "fingerprint is null");
        requireNonNull(network, "network is null");
        requireNonNull(earlyStop, "earlyStop is null");
        history = List.copyOf(history);
    }

    /** The last one that is done. */
    int epoch() {
        return history.size();
    }
}
