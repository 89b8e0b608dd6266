package dev.twinset.worker.store;

import static java.util.Objects.requireNonNull;

import dev.twinset.console.FailureText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A look at a store from outside: takes no lock, writes nothing, disturbs no worker.
 *
 * @param identity what it is a copy of; empty if there is no store
 * @param user who holds its lock
 * @param rows live rows; 0 if a worker holds it, whose files change meanwhile
 * @param offsets partition to the next offset to read; empty if a worker holds it
 * @param otherFormat which format it is of, if this program does not read it
 * @param damage what is wrong with its files; empty if they are whole, or a worker holds them
 */
public record StoreInspection(
        Optional<StoreIdentity> identity,
        StoreUser user,
        long rows,
        Map<Integer, Long> offsets,
        Optional<String> otherFormat,
        Optional<String> damage) {
    public StoreInspection {
        requireNonNull(identity, "identity is null");
        requireNonNull(user, "user is null");
        offsets = Map.copyOf(offsets);
        requireNonNull(otherFormat, "otherFormat is null");
        requireNonNull(damage, "damage is null");
    }

    /** Reads all of a store that nobody uses: each row's checksum. Never throws. */
    public static StoreInspection of(Path directory) {
        StoreUser user = StoreUser.of(directory);
        Optional<StoreIdentity> identity = Optional.empty();
        try {
            Optional<Manifest> manifest = Manifest.read(directory);
            identity = manifest.map(Manifest::identity);
            if (manifest.isEmpty() || user.isHeld()) {
                return new StoreInspection(identity, user, 0, Map.of(), Optional.empty(), Optional.empty());
            }
            try (Columns columns = Columns.open(Disk.READ_ONLY, directory, manifest.get(), 1)) {
                int rows = columns.rows() - columns.deadRows();
                return new StoreInspection(
                        identity, user, rows, manifest.get().offsets(), Optional.empty(), Optional.empty());
            }
        } catch (StoreFormatException e) {
            Optional<String> format = Optional.of(String.valueOf(e.getMessage()));
            return new StoreInspection(identity, user, 0, Map.of(), format, Optional.empty());
        } catch (IOException | RuntimeException e) {
            return new StoreInspection(identity, user, 0, Map.of(), Optional.empty(), Optional.of(FailureText.of(e)));
        }
    }
}
