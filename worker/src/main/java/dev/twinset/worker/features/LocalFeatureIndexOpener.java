package dev.twinset.worker.features;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.store.CorruptStoreException;
import dev.twinset.worker.store.FeatureStore;
import dev.twinset.worker.store.StoreFormatException;
import dev.twinset.worker.store.StoreIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the copy of the changelog that a worker left, or starts an empty one where reading on could never correct it: a
 * compacted log forgets deletions after its {@code delete.retention.ms}, so a copy that slept longer may hold items
 * that are gone; and offsets beyond the log's end belong to a log that lost records.
 */
public final class LocalFeatureIndexOpener {
    private static final Logger log = LoggerFactory.getLogger(LocalFeatureIndexOpener.class);

    private final Path directory;
    private final StoreIdentity store;
    private final Clock clock;

    public LocalFeatureIndexOpener(Path directory, String modelId, int dimension, LogIdentity log, Clock clock) {
        this.directory = requireNonNull(directory, "directory is null");
        store = new StoreIdentity(modelId, dimension, log.clusterId(), log.topicId());
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Opens it as it is. A copy of another log, a damaged one or one in another format is dropped and starts empty,
     * with a warning.
     *
     * @throws IOException if the directory holds features of another model or dimension, or cannot be read or written
     */
    public LocalFeatureIndex open() throws IOException {
        try {
            return opened(FeatureStore.open(directory, store, clock));
        } catch (CorruptStoreException e) {
            log.warn(
                    "feature store {} is damaged, it is dropped and rebuilt from the changelog: {}",
                    directory,
                    e.getMessage());
        } catch (StoreFormatException e) {
            log.warn("feature store {} is dropped and rebuilt from the changelog: {}", directory, e.getMessage());
        }
        return openEmpty();
    }

    /**
     * Opens it if the log can bring it up to date, and an empty one otherwise.
     *
     * @param starts of the log now, by partition: nothing before them can be read any more
     * @param ends of the log now, by partition
     * @param tombstonesLast how long the log keeps deletions
     */
    public FeatureIndex open(Map<Integer, Long> starts, Map<Integer, Long> ends, Duration tombstonesLast)
            throws IOException {
        FeatureIndex index = usable(starts, ends, tombstonesLast);
        Map<Integer, Long> known = index.offsets().features();
        Map<Integer, Long> unread = new HashMap<>();
        starts.forEach((partition, start) -> {
            if (start > 0 && !known.containsKey(partition)) {
                unread.put(partition, start);
            }
        });
        if (!unread.isEmpty()) { // a partition whose records are all gone would never be read, and so never be reached
            index.apply(List.of(), unread);
        }
        return index;
    }

    private FeatureIndex usable(Map<Integer, Long> starts, Map<Integer, Long> ends, Duration tombstonesLast)
            throws IOException {
        LocalFeatureIndex copy = open();
        // half of it: deletions written just after the copy's last record must still be there once it has caught up
        Duration limit = tombstonesLast.dividedBy(2);
        if (copy.caughtUp().plus(limit).isBefore(clock.instant())) {
            log.info(
                    "the copy in {} last held all of the log at {}: it is rebuilt from the changelog",
                    directory,
                    copy.caughtUp());
            return empty(copy);
        }
        if (copy.offsets().features().entrySet().stream()
                .anyMatch(next -> next.getValue() > ends.getOrDefault(next.getKey(), 0L))) {
            log.warn("the copy in {} is ahead of the log, which has lost records: it is rebuilt", directory);
            return empty(copy);
        }
        if (copy.offsets().features().entrySet().stream()
                .anyMatch(next -> next.getValue() < starts.getOrDefault(next.getKey(), 0L))) {
            log.warn("the log no longer holds all that the copy in {} lacks: it is rebuilt", directory);
            return empty(copy);
        }
        return copy;
    }

    private FeatureIndex empty(LocalFeatureIndex unusable) throws IOException {
        unusable.close();
        return openEmpty();
    }

    private LocalFeatureIndex openEmpty() throws IOException {
        return opened(FeatureStore.recreate(directory, store, clock));
    }

    private LocalFeatureIndex opened(FeatureStore opened) throws IOException {
        try {
            LocalFeatureIndex index = new LocalFeatureIndex(directory, store.dimension(), opened, clock);
            log.info(
                    "feature store {} holds {} items, offsets {}",
                    directory,
                    index.items(),
                    index.offsets().features());
            return index;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }
}
