package dev.twinset.worker.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The columns of a store, row by row the same items, and which rows are dead. See {@link StoreFormat}. */
final class Columns implements Closeable {
    private static final int IDS_AT_ONCE = 1 << 12;

    private final Disk disk;
    private final Path directory;
    private final int dimension;
    private final int blockRows;
    private final ColumnFile vectors;
    private final AttributeColumn attributes;
    private final BitSet dead;
    private final List<FloatBuffer> blocks = new ArrayList<>();
    private ColumnFile ids;
    private int idWidth;
    private int rows;
    private boolean newNames;

    private Columns(
            Disk disk,
            Path directory,
            int dimension,
            int blockRows,
            ColumnFile vectors,
            ColumnFile ids,
            AttributeColumn attributes,
            BitSet dead) {
        this.disk = disk;
        this.directory = directory;
        this.dimension = dimension;
        this.blockRows = blockRows;
        this.vectors = vectors;
        this.ids = ids;
        this.attributes = attributes;
        this.dead = dead;
    }

    /** Without rows, in files whose number no file in the directory has. */
    static Columns create(Disk disk, Path directory, int dimension, int blockRows, int idWidth) throws IOException {
        int number = StoreFiles.nextNumber(directory);
        List<Closeable> opened = new ArrayList<>();
        try {
            ColumnFile vectors = ColumnFile.create(disk, StoreFiles.vectors(directory, number), number);
            opened.add(vectors);
            ColumnFile ids = ColumnFile.create(disk, StoreFiles.ids(directory, number), number);
            opened.add(ids);
            AttributeColumn attributes = AttributeColumn.create(disk, directory, number);
            Columns columns =
                    new Columns(disk, directory, dimension, blockRows, vectors, ids, attributes, new BitSet());
            columns.idWidth = idWidth;
            columns.newNames = true;
            return columns;
        } catch (IOException e) {
            throw closed(opened, e);
        }
    }

    /** Opens what a manifest names and checks every byte that counts. Writes nothing. */
    static Columns open(Disk disk, Path directory, Manifest manifest, int blockRows) throws IOException {
        Path vectorFile = StoreFiles.vectors(directory, manifest.vectors().number());
        Path idFile = StoreFiles.ids(directory, manifest.ids().number());
        int dimension = manifest.identity().dimension();
        List<Closeable> opened = new ArrayList<>();
        try {
            ColumnFile vectors = ColumnFile.open(disk, vectorFile, manifest.vectors());
            opened.add(vectors);
            ColumnFile ids = ColumnFile.open(disk, idFile, manifest.ids());
            opened.add(ids);
            AttributeColumn attributes = AttributeColumn.open(disk, directory, manifest);
            BitSet dead = BitSet.valueOf(manifest.dead());
            Columns columns = new Columns(disk, directory, dimension, blockRows, vectors, ids, attributes, dead);
            columns.idWidth = manifest.idWidth();
            columns.rows = manifest.rows();
            return columns;
        } catch (IOException e) {
            throw closed(opened, e);
        }
    }

    private static IOException closed(List<Closeable> opened, IOException failure) throws IOException {
        for (Closeable each : opened) {
            each.close();
        }
        return failure;
    }

    /** Makes them ready to be read and written. */
    void prepare() throws IOException {
        map(rows);
        writeHeaders();
    }

    int rows() {
        return rows;
    }

    int deadRows() {
        return dead.cardinality();
    }

    int idWidth() {
        return idWidth;
    }

    byte[] dead() {
        return dead.toByteArray();
    }

    Manifest.FileEntry vectorEntry() {
        return vectors.entry();
    }

    Manifest.FileEntry idEntry() {
        return ids.entry();
    }

    AttributeColumn attributes() {
        return attributes;
    }

    Set<Path> files() {
        Set<Path> files = new HashSet<>(attributes.files());
        files.add(vectors.file());
        files.add(ids.file());
        return Set.copyOf(files);
    }

    FloatBuffer block(int number) {
        return blocks.get(number).duplicate();
    }

    void forEachLive(FeatureStore.RowVisitor visitor) throws IOException {
        for (int first = 0; first < rows; first += IDS_AT_ONCE) {
            List<byte[]> some = readIds(first);
            int[] sets = attributes.read(first, some.size());
            for (int i = 0; i < some.size(); i++) {
                if (!dead.get(first + i)) {
                    visitor.visit(first + i, new String(some.get(i), UTF_8), sets[i]);
                }
            }
        }
    }

    /** Adds rows, then marks rows as dead; the number of the first new row. A failure changes nothing. */
    int append(RowBatch batch) throws IOException {
        int first = rows;
        int end = Math.addExact(first, batch.itemIds().size());
        List<byte[]> idBytes =
                batch.itemIds().stream().map(StoreFormat::idBytes).toList();
        ByteBuffer newVectors = vectorBytes(batch.vectors());
        ByteBuffer newSets = attributes.bytes(batch.attributes());
        widenFor(idBytes);
        ByteBuffer newIds = idBytes(idBytes, idWidth);
        map(end);
        vectors.write(newVectors);
        ids.write(newIds);
        attributes.write(newSets);
        vectors.count(newVectors);
        ids.count(newIds);
        attributes.count(newSets);
        rows = end;
        for (int row : batch.deadRows()) {
            dead.set(row);
        }
        return first;
    }

    /** Forces the rows to disk, then lets the headers count them. */
    void force() throws IOException {
        vectors.force();
        ids.force();
        attributes.force();
        if (newNames) {
            disk.forceNames(directory);
            newNames = false;
        }
        writeHeaders();
    }

    @Override
    public void close() throws IOException {
        try (vectors;
                attributes) {
            ids.close();
        }
    }

    private void writeHeaders() throws IOException {
        vectors.writeHeader(NpyHeader.vectors(rows, dimension));
        ids.writeHeader(NpyHeader.ids(rows, idWidth));
        attributes.writeHeaders(rows);
    }

    /** Maps blocks until they have space for {@code end} rows. */
    private void map(int end) throws IOException {
        long blockBytes = (long) blockRows * dimension * Float.BYTES;
        while ((long) blocks.size() * blockRows < end) {
            blocks.add(vectors.map(blocks.size() * blockBytes, blockBytes).asFloatBuffer());
        }
    }

    /** Copies the ids to a file of greater width if one of the new ids is too long for the present one. */
    private void widenFor(List<byte[]> newIds) throws IOException {
        int longest = newIds.stream().mapToInt(id -> id.length).max().orElse(0);
        int width = StoreFormat.idWidth(longest);
        if (width <= idWidth) {
            return;
        }
        int number = StoreFiles.nextNumber(directory);
        ColumnFile wider = ColumnFile.create(disk, StoreFiles.ids(directory, number), number);
        try {
            wider.writeHeader(NpyHeader.ids(rows, width));
            for (int first = 0; first < rows; first += IDS_AT_ONCE) {
                ByteBuffer some = idBytes(readIds(first), width);
                wider.write(some);
                wider.count(some);
            }
        } catch (IOException e) {
            wider.delete();
            throw e;
        }
        ids.close();
        ids = wider;
        idWidth = width;
        newNames = true;
    }

    /** Some ids from row {@code first} on, dead ones included. */
    private List<byte[]> readIds(int first) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(IDS_AT_ONCE, rows - first) * idWidth);
        ids.read(bytes, (long) first * idWidth);
        List<byte[]> result = new ArrayList<>(IDS_AT_ONCE);
        for (int start = 0; start < bytes.capacity(); start += idWidth) {
            int end = start + idWidth;
            while (end > start && bytes.get(end - 1) == 0) {
                end--;
            }
            result.add(Arrays.copyOfRange(bytes.array(), start, end));
        }
        return result;
    }

    private ByteBuffer vectorBytes(List<float[]> rowVectors) {
        ByteBuffer bytes =
                ByteBuffer.allocate(rowVectors.size() * dimension * Float.BYTES).order(StoreFormat.ORDER);
        FloatBuffer floats = bytes.asFloatBuffer();
        for (float[] vector : rowVectors) {
            if (vector.length != dimension) {
                throw new IllegalArgumentException("vector of " + vector.length + " dimensions, expected " + dimension);
            }
            floats.put(vector);
        }
        return bytes;
    }

    private static ByteBuffer idBytes(List<byte[]> itemIds, int width) {
        ByteBuffer bytes = ByteBuffer.allocate(itemIds.size() * width);
        for (int i = 0; i < itemIds.size(); i++) {
            bytes.position(i * width).put(itemIds.get(i));
        }
        return bytes.clear();
    }
}
