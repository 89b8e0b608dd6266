package dev.twinset.worker.store;

import dev.twinset.console.FailureText;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the store in a directory, or makes an empty one.
 *
 * @param clock dates a store that is made
 * @param blockRows rows that are mapped at once
 */
record StoreOpener(Path directory, StoreIdentity identity, Clock clock, int blockRows, Disk disk) {
    private static final Logger log = LoggerFactory.getLogger(StoreOpener.class);

    static StoreOpener of(Path directory, StoreIdentity identity, Clock clock) {
        return new StoreOpener(directory, identity, clock, StoreFormat.blockRows(identity.dimension()), Disk.REAL);
    }

    FeatureStore open() throws IOException {
        return locked(lock -> {
            Optional<Manifest> found = Manifest.read(directory);
            return found.isPresent() && isOfSameLog(found.get().identity()) ? load(found.get(), lock) : create(lock);
        });
    }

    FeatureStore recreate() throws IOException {
        return locked(this::create);
    }

    private FeatureStore load(Manifest manifest, DirectoryLock lock) throws IOException {
        Columns columns = Columns.open(disk, directory, manifest, blockRows);
        try {
            columns.prepare();
            StoreFiles.deleteAllBut(directory, columns.files());
            return new FeatureStore(this, lock, manifest, columns);
        } catch (IOException e) {
            columns.close();
            throw e;
        }
    }

    private FeatureStore create(DirectoryLock lock) throws IOException {
        Columns columns = Columns.create(disk, directory, identity.dimension(), blockRows, StoreFormat.MIN_ID_WIDTH);
        try {
            columns.force();
            Manifest manifest = Manifest.of(identity, clock.instant(), columns, Map.of());
            manifest.writeAside(disk, directory);
            Manifest.replace(disk, directory);
            StoreFiles.deleteAllBut(directory, columns.files());
            return new FeatureStore(this, lock, manifest, columns);
        } catch (IOException e) {
            columns.close();
            throw e;
        }
    }

    private FeatureStore locked(Opening opening) throws IOException {
        try {
            Files.createDirectories(directory);
            DirectoryLock lock = DirectoryLock.acquire(directory);
            try {
                return opening.open(lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (FileSystemException e) {
            throw new IOException("cannot open feature store " + directory + ": " + FailureText.of(e), e);
        }
    }

    private boolean isOfSameLog(StoreIdentity found) throws IOException {
        if (!found.isOfSameModel(identity)) {
            throw new IOException("feature store " + directory + " holds features of model " + found.modelId()
                    + " with " + found.dimension() + " dimensions, but this worker runs model " + identity.modelId()
                    + " with " + identity.dimension()
                    + ": give it another directory, or delete this one and it is rebuilt from the changelog of"
                    + " its model");
        }
        if (!found.equals(identity)) {
            log.warn(
                    "feature store {} is a copy of topic {} in cluster {}, but the changelog is topic {} in cluster"
                            + " {}: it is dropped and rebuilt",
                    directory,
                    found.topicId(),
                    found.clusterId(),
                    identity.topicId(),
                    identity.clusterId());
        }
        return found.equals(identity);
    }

    @FunctionalInterface
    private interface Opening {
        FeatureStore open(DirectoryLock lock) throws IOException;
    }
}
