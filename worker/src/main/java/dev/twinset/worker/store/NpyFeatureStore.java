package dev.twinset.worker.store;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link FeatureStore} in files that NumPy opens too; {@link StoreFormat} describes them. One process at a time uses
 * a directory. The thread that appends must not be interrupted meanwhile: an interrupt closes the files under it.
 */
public final class NpyFeatureStore implements FeatureStore {
    private static final Logger log = LoggerFactory.getLogger(NpyFeatureStore.class);

    private static final int MAX_BATCH_BYTES = 4 << 20;
    private static final int MIN_DEAD_ROWS = 4096;
    private static final int MAX_LOG_BYTES = 16 << 20;
    private static final int RECORDS_BETWEEN_ATTEMPTS = 1000;

    private final Disk disk;
    private final Path directory;
    private final DirectoryLock lock;
    private Generation generation;
    private long nextAttempt;

    private NpyFeatureStore(Disk disk, Path directory, DirectoryLock lock, Generation generation) {
        this.disk = disk;
        this.directory = directory;
        this.lock = lock;
        this.generation = generation;
    }

    /**
     * Opens the store in a directory, made if it is missing. A copy of another log is dropped with a warning.
     *
     * @throws CorruptStoreException if it is damaged: see {@link #recreate}
     * @throws IOException if it holds another model or format, is in use, or cannot be read or written
     */
    public static NpyFeatureStore open(Path directory, StoreIdentity identity) throws IOException {
        return open(directory, identity, StoreFormat.segmentRows(identity.dimension()), Disk.REAL);
    }

    /** Makes an empty store in a directory, in place of one that is corrupt. */
    public static NpyFeatureStore recreate(Path directory, StoreIdentity identity) throws IOException {
        int segmentRows = StoreFormat.segmentRows(identity.dimension());
        return locked(directory, lock -> create(directory, identity, segmentRows, Disk.REAL, lock));
    }

    /** @param segmentRows of a store that is made; one that exists has its own */
    static NpyFeatureStore open(Path directory, StoreIdentity identity, int segmentRows, Disk disk) throws IOException {
        return locked(directory, lock -> {
            Optional<StoreProperties> found = StoreProperties.read(directory);
            if (found.isPresent() && isSameLog(directory, found.get().identity(), identity)) {
                Directories.keepGeneration(directory, found.get().generation());
                return new NpyFeatureStore(disk, directory, lock, Generation.load(disk, directory, found.get()));
            }
            return create(directory, identity, segmentRows, disk, lock);
        });
    }

    @Override
    public int rowsPerSegment() {
        return generation.properties().segmentRows();
    }

    @Override
    public long rows() {
        return generation.rows();
    }

    @Override
    public long deadRows() {
        return generation.deadRows();
    }

    @Override
    public Map<Integer, Long> offsets() {
        return generation.offsets();
    }

    @Override
    public FloatBuffer segment(int number) {
        return generation.segment(number);
    }

    @Override
    public void forEachLive(RowVisitor visitor) throws IOException {
        generation.forEachLive(visitor);
    }

    @Override
    public int maxBatchRows() {
        int dimension = generation.properties().identity().dimension();
        return Math.max(1, Math.min(rowsPerSegment(), MAX_BATCH_BYTES / (Float.BYTES * dimension)));
    }

    @Override
    public int append(Batch batch) throws IOException {
        if (batch.itemIds().size() > maxBatchRows()) {
            throw new IllegalArgumentException(
                    "batch of " + batch.itemIds().size() + " rows, at most " + maxBatchRows());
        }
        return generation.append(batch);
    }

    @Override
    public void sync() throws IOException {
        generation.sync();
    }

    @Override
    public boolean isCompactionDue() {
        boolean manyDead = deadRows() >= MIN_DEAD_ROWS && deadRows() * 4 >= rows();
        return (manyDead || generation.lastLogBytes() > MAX_LOG_BYTES) && generation.sequence() >= nextAttempt;
    }

    @Override
    public void compact() throws IOException {
        Generation old = generation;
        StoreProperties before = old.properties();
        StoreProperties after = new StoreProperties(before.identity(), before.generation() + 1, before.segmentRows());
        nextAttempt = old.sequence() + RECORDS_BETWEEN_ATTEMPTS;
        Generation compacted = Generation.create(disk, directory, after);
        try {
            copyLive(compacted);
            compacted.sync();
            after.write(directory); // from here on the new one counts
        } catch (IOException e) {
            compacted.close();
            Directories.delete(compacted.directory());
            throw e;
        }
        generation = compacted;
        nextAttempt = 0;
        log.info("feature store {} compacted: {} rows, {} were dead", directory, compacted.rows(), old.deadRows());
        old.close();
        Directories.keepGeneration(directory, after.generation());
    }

    @Override
    public void close() throws IOException {
        Generation last = generation;
        try (lock;
                last) {
            last.sync();
        }
    }

    private void copyLive(Generation target) throws IOException {
        List<String> ids = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        int most = maxBatchRows();
        forEachLive((row, itemId) -> {
            ids.add(itemId);
            vectors.add(vector(row));
            if (ids.size() == most) {
                target.append(new Batch(ids, vectors, new int[0], Map.of()));
                ids.clear();
                vectors.clear();
            }
        });
        target.append(new Batch(ids, vectors, new int[0], offsets()));
    }

    private float[] vector(int row) {
        float[] vector = new float[generation.properties().identity().dimension()];
        segment(row / rowsPerSegment()).get(row % rowsPerSegment() * vector.length, vector);
        return vector;
    }

    private static boolean isSameLog(Path directory, StoreIdentity found, StoreIdentity expected) throws IOException {
        if (!found.isOfSameModel(expected)) {
            throw new IOException("feature store " + directory + " holds features of model " + found.modelId()
                    + " with "
                    + found.dimension() + " dimensions, but this worker runs model " + expected.modelId() + " with "
                    + expected.dimension()
                    + ": give it another directory, or delete this one and it is built again from"
                    + " the feature log of its model");
        }
        if (!found.equals(expected)) {
            log.warn(
                    "feature store {} is a copy of topic {} in cluster {}, but the feature log is topic {} in cluster {}:"
                            + " it is dropped and built again",
                    directory,
                    found.topicId(),
                    found.clusterId(),
                    expected.topicId(),
                    expected.clusterId());
        }
        return found.equals(expected);
    }

    private static NpyFeatureStore create(
            Path directory, StoreIdentity identity, int segmentRows, Disk disk, DirectoryLock lock) throws IOException {
        StoreProperties properties = new StoreProperties(identity, Directories.nextGeneration(directory), segmentRows);
        Generation generation = Generation.create(disk, directory, properties);
        properties.write(directory);
        Directories.keepGeneration(directory, properties.generation());
        return new NpyFeatureStore(disk, directory, lock, generation);
    }

    private static NpyFeatureStore locked(Path directory, Opening opening) throws IOException {
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
            throw new IOException("cannot open feature store " + directory + ": " + e, e);
        }
    }

    @FunctionalInterface
    private interface Opening {
        NpyFeatureStore open(DirectoryLock lock) throws IOException;
    }
}
