package dev.twinset.worker.preflight.machine;

import dev.twinset.console.Numbers;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.preflight.cluster.ChangelogState;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import dev.twinset.worker.store.StoreIdentity;
import dev.twinset.worker.store.StoreInspection;
import dev.twinset.worker.store.StoreUser;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Whether the copy of the features belongs to this model and this log, and is undamaged. */
public final class StoreCheck {
    public static final String NAME = "store";
    private static final String REBUILT = "; a worker rebuilds it from the changelog";

    private StoreCheck() {}

    /** @param log the changelog, if the cluster could be asked and has it */
    public static Finding examine(
            Path directory, StoreInspection store, ModelBundle bundle, Optional<ChangelogState> log) {
        Notes notes = new Notes(NAME);
        if (store.damage().isPresent()) {
            notes.fail(
                    "the files in " + directory + " are damaged: "
                            + store.damage().get(),
                    "look at the disk, then start the worker or delete the directory" + REBUILT);
        }
        store.otherFormat()
                .ifPresent(format -> notes.warn(
                        directory + " holds a store that this version does not read: " + format,
                        "nothing to do" + REBUILT));
        store.identity().ifPresent(identity -> judge(notes, directory, identity, bundle, log));
        log.filter(known -> isAhead(store.offsets(), known.ends()))
                .ifPresent(known -> notes.warn(
                        directory + " is ahead of the log " + known.name() + ", which has lost records",
                        "find out why the brokers lost them" + REBUILT));
        return notes.finding(seen(directory, store));
    }

    private static void judge(
            Notes notes, Path directory, StoreIdentity found, ModelBundle bundle, Optional<ChangelogState> log) {
        if (!found.modelId().equals(bundle.modelId())
                || found.dimension() != bundle.manifest().dimension()) {
            notes.fail(
                    directory + " holds features of model " + found.modelId() + " with " + found.dimension()
                            + " dimensions, but the model is " + bundle.modelId() + " with "
                            + bundle.manifest().dimension(),
                    "delete the directory, or set data.dir elsewhere" + REBUILT);
        }
        if (log.isPresent()
                && !(found.topicId().equals(log.get().topicId())
                        && found.clusterId().equals(log.get().clusterId()))) {
            notes.warn(
                    directory + " is a copy of topic " + found.topicId() + " in cluster " + found.clusterId()
                            + ", but the changelog is topic " + log.get().topicId() + " in cluster "
                            + log.get().clusterId(),
                    "if that is another Kafka than meant, check kafka.bootstrap.servers" + REBUILT);
        }
    }

    private static boolean isAhead(Map<Integer, Long> offsets, Map<Integer, Long> ends) {
        return offsets.entrySet().stream().anyMatch(next -> next.getValue() > ends.getOrDefault(next.getKey(), 0L));
    }

    private static String seen(Path directory, StoreInspection store) {
        StoreUser user = store.user();
        if (user.isHeld()) {
            return "in use by a running worker"
                    + user.process().map(id -> ", process " + id).orElse("") + ": its rows are not checked";
        }
        return store.identity().isEmpty()
                ? "none yet in " + directory
                : Numbers.count(store.rows(), "item") + " in " + directory;
    }
}
