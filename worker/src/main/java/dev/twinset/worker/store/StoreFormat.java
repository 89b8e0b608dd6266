package dev.twinset.worker.store;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The files of a feature store, version 1. All numbers are little endian.
 *
 * <pre>
 * DIR/lock                       empty; held while a worker uses the store
 * DIR/store.properties           what is stored and where, text, replaced by an atomic rename
 * DIR/GGGGGG/SSSSSS.vec.npy      vectors of segment SSSSSS of generation GGGGGG
 * DIR/GGGGGG/SSSSSS.ids.npy      item ids in the same row order
 * DIR/GGGGGG/SSSSSS.log          which of those rows hold, which are dead, and the offsets
 * </pre>
 *
 * <h2>store.properties</h2>
 *
 * Keys {@code format} (1), {@code model}, {@code dimension}, {@code cluster}, {@code topic}, {@code generation},
 * {@code segment.rows} and {@code crc32c}: of the other lines as {@code key=value\n}, sorted by key, UTF-8, in
 * hexadecimal. Only the generation named here counts; others are leftovers of a compaction that was cut off, or of the
 * one before.
 *
 * <h2>NNNNNN.vec.npy</h2>
 *
 * A NumPy file, version 1.0, that {@code numpy.load(path, mmap_mode='r')} opens: a header padded with spaces to 4096
 * bytes, then {@code segment.rows} rows of {@code dimension} float32, {@code <f4} in row-major order. The file has its
 * full length from the start, as a hole, so that readers may map it before it is written; writes go through the
 * channel, where a full disk is an exception and not a signal. The shape in the header counts the rows at the last
 * sync: it is for NumPy, the store itself goes by the log.
 *
 * <h2>NNNNNN.ids.npy</h2>
 *
 * A NumPy file as above of UTF-8 item ids, {@code |S<width>}, padded with zeros. The width is the segment's own: ids
 * are up to 255 bytes long but seldom above 16, and rows of 255 would make the ids of most catalogues as large as their
 * vectors, on disk and at every start. A longer id opens a new segment whose width is rounded up to 16 bytes; widths
 * never shrink within a generation, so that happens at most 16 times. An id appears again when its item was replaced:
 * the last row holds.
 *
 * <h2>NNNNNN.log</h2>
 *
 * A header of 32 bytes: int32 magic {@code TWSL}, format, generation, segment, dimension, segment.rows, id width,
 * CRC32C of the 28 bytes before it. Then one record for each batch:
 *
 * <pre>
 * int32 magic TWSR
 * int32 length of the record in bytes
 * int64 sequence: 1 for the first record of a generation, then one more each
 * int32 first row of the batch in this segment
 * int32 rows
 * int32 d, number of rows that died
 * int32 p, number of offsets
 * d * int32 row that died: segment * segment.rows + place
 * p * (int32 partition, int64 next offset to read)
 * int32 CRC32C over the batch's bytes in vec.npy, then those in ids.npy
 * int32 CRC32C over the record so far
 * </pre>
 *
 * A record is valid if both checksums, its sequence and its first row are right; hence it does not matter which file
 * reaches the disk first. The first invalid record of the last segment ends the store. If a whole record follows it, or
 * if it lies in another segment, it was not torn but damaged ({@link CorruptStoreException}): a segment is synced
 * before the next begins.
 */
final class StoreFormat {
    static final int VERSION = 1;
    static final int ID_WIDTH_STEP = 16;
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private static final int MAX_SEGMENT_ROWS = 1 << 16;
    private static final int SEGMENT_BYTES = 64 << 20;

    private StoreFormat() {}

    /** Rows of a segment: 64 MiB of vectors, but no more than 65,536. */
    static int segmentRows(int dimension) {
        return Math.max(1, Math.min(MAX_SEGMENT_ROWS, SEGMENT_BYTES / (Float.BYTES * dimension)));
    }

    static int idWidth(int longestId) {
        return (longestId + ID_WIDTH_STEP - 1) / ID_WIDTH_STEP * ID_WIDTH_STEP;
    }

    static byte[] idBytes(String itemId) {
        byte[] bytes = itemId.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > FeatureStore.MAX_ID_BYTES || itemId.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("item id of " + bytes.length + " bytes, expected 1 to "
                    + FeatureStore.MAX_ID_BYTES + " without a zero byte");
        }
        return bytes;
    }

    static void checkVersion(int version, Path directory) throws IOException {
        if (version > VERSION) {
            throw new IOException("feature store " + directory + " has format " + version + ", newer than " + VERSION
                    + ", the newest this program can read: run the program that wrote it, or delete the directory and it"
                    + " is built again from the feature log");
        }
        if (version < VERSION) {
            throw new IOException("feature store " + directory + " has format " + version + ", which this program no"
                    + " longer reads (it writes " + VERSION + "): delete the directory and it is built again from the"
                    + " feature log");
        }
    }

    static Path generation(Path directory, int number) {
        return directory.resolve(String.format("%06d", number));
    }

    static Path file(Path generation, int segment, String extension) {
        return generation.resolve(String.format("%06d.%s", segment, extension));
    }
}
