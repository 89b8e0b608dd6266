package dev.twinset.worker.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The segments from one compaction to the next. */
final class Generation implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Generation.class);

    private final Disk disk;
    private final Path directory;
    private final StoreProperties properties;
    private final List<Segment> segments = new ArrayList<>();
    private final BitSet dead = new BitSet();
    private final Map<Integer, Long> offsets = new TreeMap<>();
    /** Moves of offsets alone, which wait for the next record: polls without changes are many. */
    private final Map<Integer, Long> unloggedOffsets = new TreeMap<>();

    private final boolean mends;
    private long sequence;
    private long rows;
    private boolean broken;

    private Generation(Disk disk, Path storeDirectory, StoreProperties properties, boolean mends) {
        this.disk = disk;
        this.mends = mends;
        this.properties = properties;
        directory = StoreFormat.generation(storeDirectory, properties.generation());
    }

    /** An empty one, over whatever an earlier attempt left there. */
    static Generation create(Disk disk, Path storeDirectory, StoreProperties properties) throws IOException {
        Generation generation = new Generation(disk, storeDirectory, properties, true);
        if (Files.exists(generation.directory)) {
            Directories.delete(generation.directory);
        }
        Files.createDirectories(generation.directory);
        return generation;
    }

    static Generation load(Disk disk, Path storeDirectory, StoreProperties properties) throws IOException {
        return new Generation(disk, storeDirectory, properties, true).loaded();
    }

    /** Loads as {@link #load} does, writing nothing: a torn tail is left where it is. */
    static Generation inspect(Path storeDirectory, StoreProperties properties) throws IOException {
        return new Generation(Disk.READ_ONLY, storeDirectory, properties, false).loaded();
    }

    private Generation loaded() throws IOException {
        try {
            load();
            return this;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    Path directory() {
        return directory;
    }

    StoreProperties properties() {
        return properties;
    }

    long rows() {
        return rows;
    }

    long deadRows() {
        return dead.cardinality();
    }

    long sequence() {
        return sequence;
    }

    Map<Integer, Long> offsets() {
        return Map.copyOf(offsets);
    }

    FloatBuffer segment(int number) {
        return segments.get(number).mapped().duplicate();
    }

    long lastLogBytes() {
        return segments.isEmpty() ? 0 : last().logBytes();
    }

    void forEachLive(FeatureStore.RowVisitor visitor) throws IOException {
        for (Segment segment : segments) {
            int firstRow = firstRow(segment);
            String[] ids = segment.readIds();
            for (int place = 0; place < ids.length; place++) {
                if (!dead.get(firstRow + place)) {
                    visitor.visit(firstRow + place, ids[place]);
                }
            }
        }
    }

    int append(Batch batch) throws IOException {
        refuseIfBroken();
        if (batch.itemIds().isEmpty() && batch.deadRows().length == 0) {
            offsets.putAll(batch.offsets());
            unloggedOffsets.putAll(batch.offsets());
            return -1;
        }
        List<byte[]> ids = batch.itemIds().stream().map(StoreFormat::idBytes).toList();
        for (float[] vector : batch.vectors()) {
            if (vector.length != properties.identity().dimension()) {
                throw new IllegalArgumentException("vector of " + vector.length + " dimensions, expected "
                        + properties.identity().dimension());
            }
        }
        Map<Integer, Long> moved = new TreeMap<>(unloggedOffsets);
        moved.putAll(batch.offsets());
        int first = write(ids, batch.vectors(), batch.deadRows(), moved);
        rows += ids.size();
        for (int row : batch.deadRows()) {
            dead.set(row);
        }
        offsets.putAll(moved);
        unloggedOffsets.clear();
        return first;
    }

    void sync() throws IOException {
        refuseIfBroken();
        if (!unloggedOffsets.isEmpty()) {
            write(List.of(), List.of(), new int[0], unloggedOffsets);
            unloggedOffsets.clear();
        }
        force();
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments) {
            segment.close();
        }
    }

    private void refuseIfBroken() throws IOException {
        if (broken) {
            throw new IOException(
                    "feature store " + directory
                            + " could not be synced earlier, so what is on disk is unknown: mend that, then restart the worker");
        }
    }

    private void force() throws IOException {
        // the disk may have dropped what it failed to write and call the next sync a success: never trust it again
        broken = true;
        try {
            for (Segment segment : segments) {
                segment.force();
            }
        } catch (IOException e) {
            throw new IOException(
                    "feature store " + directory + " could not be synced: " + e.getMessage()
                            + "; what is on disk is unknown now, restart the worker once that is mended",
                    e);
        }
        broken = false;
        for (Segment segment : segments) {
            segment.writeNpyHeaders();
        }
    }

    /** Writes a record and what it stands for; the number of its first row. */
    private int write(List<byte[]> ids, List<float[]> vectors, int[] deadRows, Map<Integer, Long> moved)
            throws IOException {
        try {
            Segment segment = segmentFor(ids);
            int first = firstRow(segment) + segment.rows();
            segment.append(sequence + 1, ids, vectors, deadRows, moved);
            sequence++;
            return first;
        } catch (IOException e) {
            if (broken) {
                throw e;
            }
            throw new IOException(
                    "feature store " + directory + " could not be written: " + e.getMessage()
                            + "; nothing of the batch was kept, once that is mended it can be tried again",
                    e);
        }
    }

    private Segment last() {
        return segments.get(segments.size() - 1);
    }

    private int firstRow(Segment segment) {
        return segment.header().number() * properties.segmentRows();
    }

    /** The segment that has room for a batch with these ids: the last one, or a new one. */
    private Segment segmentFor(List<byte[]> ids) throws IOException {
        int longest = ids.stream().mapToInt(id -> id.length).max().orElse(1);
        int width = StoreFormat.idWidth(longest);
        if (!segments.isEmpty()) {
            Segment last = last();
            if (last.rows() + ids.size() <= properties.segmentRows()
                    && width <= last.header().idWidth()) {
                return last;
            }
            force();
            width = Math.max(width, last.header().idWidth());
        }
        SegmentHeader header = new SegmentHeader(
                properties.generation(),
                segments.size(),
                properties.identity().dimension(),
                properties.segmentRows(),
                width);
        Segment segment = Segment.create(disk, directory, header);
        segments.add(segment);
        return segment;
    }

    private void load() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new CorruptStoreException(directory + " is missing");
        }
        int logs = countLogs();
        for (int number = 0; number < logs; number++) {
            loadSegment(number, number == logs - 1);
        }
    }

    private void loadSegment(int number, boolean isLast) throws IOException {
        Path logFile = StoreFormat.file(directory, number, "log");
        if (!Files.exists(logFile)) {
            throw new CorruptStoreException(logFile + " is missing, but later segments are there");
        }
        Optional<SegmentHeader> header = SegmentHeader.read(logFile);
        if (header.isEmpty() && isLast) {
            return; // its making was cut off: it is made again when it is needed
        }
        Segment segment =
                Segment.recover(disk, directory, checked(header, number, logFile), sequence + 1, this::replay);
        segments.add(segment);
        if (segment.isTorn()) {
            cutTornTail(segment, isLast, logFile);
        }
    }

    private SegmentHeader checked(Optional<SegmentHeader> header, int number, Path logFile) throws IOException {
        int width = header.map(SegmentHeader::idWidth).orElse(0);
        SegmentHeader expected = new SegmentHeader(
                properties.generation(), number, properties.identity().dimension(), properties.segmentRows(), width);
        if (!header.equals(Optional.of(expected))) {
            throw new CorruptStoreException(logFile + ": expected header " + expected + ", found " + header);
        }
        return expected;
    }

    private void cutTornTail(Segment segment, boolean isLast, Path logFile) throws IOException {
        if (!isLast) {
            throw new CorruptStoreException(logFile + " ends in an invalid record, but later segments are there");
        }
        if (!mends) {
            return;
        }
        log.warn(
                "{} ends in a write that was cut off: {} bytes dropped, {} rows up to offsets {} kept, the rest is read"
                        + " again from the feature log",
                logFile,
                segment.cutTornTail(),
                rows,
                offsets);
    }

    private void replay(LogRecord record) {
        sequence = record.sequence();
        rows += record.rows();
        for (int row : record.deadRows()) {
            dead.set(row);
        }
        offsets.putAll(record.offsets());
    }

    private int countLogs() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "[0-9][0-9][0-9][0-9][0-9][0-9].log")) {
            for (Path ignored : logs) {
                count++;
            }
        }
        return count;
    }
}
