package dev.twinset.worker.store;

import dev.twinset.worker.attributes.AttributeSets;
import dev.twinset.worker.attributes.AttributeView;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The attribute set of each row, by number, and beside it what the numbers mean. See {@link StoreFormat}. */
final class AttributeColumn implements Closeable {
    private static final int WINDOW = 1 << 18;

    private final ColumnFile numbers;
    private final ColumnFile meanings;
    private final AttributeSets sets;
    /** What the file of the meanings holds: sets of a write that failed are numbered and not in it. */
    private AttributeView written;

    private ByteBuffer unwritten = ByteBuffer.allocate(0);

    private AttributeColumn(ColumnFile numbers, ColumnFile meanings, AttributeSets sets) {
        this.numbers = numbers;
        this.meanings = meanings;
        this.sets = sets;
        written = sets.view();
    }

    static AttributeColumn create(Disk disk, Path directory, int number) throws IOException {
        ColumnFile numbers = ColumnFile.create(disk, StoreFiles.attributes(directory, number), number);
        try {
            ColumnFile meanings = ColumnFile.create(disk, StoreFiles.attributeSets(directory, number), number);
            return new AttributeColumn(numbers, meanings, new AttributeSets());
        } catch (IOException e) {
            numbers.close();
            throw e;
        }
    }

    /** @throws CorruptStoreException if the files do not hold what they should */
    static AttributeColumn open(Disk disk, Path directory, Manifest manifest) throws IOException {
        Path numberFile = StoreFiles.attributes(directory, manifest.attributes().number());
        Path meaningFile =
                StoreFiles.attributeSets(directory, manifest.attributeSets().number());
        ColumnFile numbers = ColumnFile.open(disk, numberFile, manifest.attributes());
        try {
            ColumnFile meanings = ColumnFile.open(disk, meaningFile, manifest.attributeSets());
            try {
                AttributeColumn column = new AttributeColumn(numbers, meanings, sets(meanings));
                column.checkNumbers(manifest.rows());
                return column;
            } catch (IOException e) {
                meanings.close();
                throw e;
            }
        } catch (IOException e) {
            numbers.close();
            throw e;
        }
    }

    private static AttributeSets sets(ColumnFile meanings) throws IOException {
        try {
            ByteBuffer entries =
                    ByteBuffer.allocate(Math.toIntExact(meanings.entry().bytes()));
            meanings.read(entries, 0);
            return AttributeSets.read(entries.flip());
        } catch (IllegalArgumentException | ArithmeticException e) {
            CorruptStoreException corrupt =
                    new CorruptStoreException("holds no attribute sets: " + e.getMessage(), meanings.file());
            corrupt.initCause(e);
            throw corrupt;
        }
    }

    private void checkNumbers(int rows) throws IOException {
        for (int first = 0; first < rows; first += WINDOW) {
            for (int set : read(first, Math.min(WINDOW, rows - first))) {
                if (set < 0 || set >= written.sets()) {
                    throw new CorruptStoreException(
                            "names attribute set " + set + " of " + written.sets(), numbers.file());
                }
            }
        }
    }

    AttributeSets sets() {
        return sets;
    }

    Manifest.FileEntry numberEntry() {
        return numbers.entry();
    }

    Manifest.FileEntry meaningEntry() {
        return meanings.entry();
    }

    Set<Path> files() {
        return Set.of(numbers.file(), meanings.file());
    }

    /** The set numbers of some rows. */
    int[] read(int first, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count * Integer.BYTES).order(StoreFormat.ORDER);
        numbers.read(bytes, (long) first * Integer.BYTES);
        int[] read = new int[count];
        bytes.rewind().asIntBuffer().get(read);
        return read;
    }

    /** The bytes of rows with these attributes. */
    ByteBuffer bytes(List<Map<String, String>> rows) {
        ByteBuffer bytes = ByteBuffer.allocate(rows.size() * Integer.BYTES).order(StoreFormat.ORDER);
        rows.forEach(attributes -> bytes.putInt(sets.add(attributes)));
        return bytes.flip();
    }

    /** Writes behind the bytes that count. */
    void write(ByteBuffer rows) throws IOException {
        unwritten = ByteBuffer.wrap(sets.since(written));
        meanings.write(unwritten);
        numbers.write(rows);
    }

    /** Lets what was just written count. */
    void count(ByteBuffer rows) {
        meanings.count(unwritten);
        numbers.count(rows);
        written = sets.view();
    }

    void force() throws IOException {
        meanings.force();
        numbers.force();
    }

    void writeHeaders(int rows) throws IOException {
        numbers.writeHeader(NpyHeader.numbers(rows));
        meanings.writeHeader(NpyHeader.bytes(meanings.entry().bytes()));
    }

    @Override
    public void close() throws IOException {
        try (numbers) {
            meanings.close();
        }
    }
}
