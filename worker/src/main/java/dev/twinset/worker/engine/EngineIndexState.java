package dev.twinset.worker.engine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * An index as somebody sees it who only looks.
 *
 * @param uuid another one if the index was deleted and made anew
 * @param created when the engine made it
 * @param differences from what a worker needs
 * @param health green, yellow (copies of shards are missing) or red (whole shards are)
 * @param missingCopies of shards
 * @param blocks that are on, such as {@code read_only_allow_delete}
 */
public record EngineIndexState(
        String name,
        String uuid,
        Instant created,
        List<EngineFault> differences,
        String health,
        int missingCopies,
        List<String> blocks) {
    public EngineIndexState {
        requireNonNull(name, "name is null");
        requireNonNull(uuid, "uuid is null");
        requireNonNull(created, "created is null");
        requireNonNull(health, "health is null");
        differences = List.copyOf(differences);
        blocks = List.copyOf(blocks);
    }
}
