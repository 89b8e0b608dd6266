package dev.twinset.worker.store;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The files of a feature store, version 3. All numbers are little endian.
 *
 * <pre>
 * DIR/lock                 empty; locked by the worker that uses the store
 * DIR/manifest.json        what counts in the files below; replaced by an atomic rename at each sync
 * DIR/manifest.json.tmp    the next manifest, while it is written
 * DIR/NNNNNN.vec.npy       the vectors
 * DIR/NNNNNN.ids.npy       the item ids in the same row order
 * DIR/NNNNNN.att.npy       the number of each row's set of attributes, in the same order
 * DIR/NNNNNN.set.npy       what these numbers mean
 * </pre>
 *
 * <p>Rows are only ever appended, and nothing that the manifest counts is written again. So the manifest is the state
 * of the store: a batch that was torn by a crash lies beyond the rows that it counts and is overwritten, and the worker
 * reads it again from the changelog. A manifest is renamed into place after the rows that it counts were forced to
 * disk. A compaction writes new files under the next free number, and the next manifest names these; files that no
 * manifest names are deleted.
 *
 * <h2>manifest.json</h2>
 *
 * One JSON object. Its first field is {@code "crc32c":"xxxxxxxx"}: eight lower-case hexadecimal digits, the CRC32C of
 * every byte after the comma that follows it. A later format must keep this and {@code format}.
 *
 * <ul>
 *   <li>{@code format}: 3. A store of any other format is rebuilt from the changelog. Format 1 had a
 *       {@code store.properties} and a log of its own instead of the manifest; format 2 had no attributes.
 *   <li>{@code identity}: {@code modelId}, {@code dimension}, {@code clusterId} and {@code topicId} of the changelog
 *       that the store is a copy of.
 *   <li>{@code caughtUp}: the store holds everything that was in the changelog at this time, ISO 8601. It is the time
 *       at which the store was made, until it first reaches the end of the log: a store that is half built can lack
 *       only deletions that were written later than what it read first. It does not move while a worker is catching up.
 *       It is right to within the time that this takes, which a comparison must allow for. It is written with every
 *       change, and when the store is closed.
 *   <li>{@code rows}: the rows that count, dead ones included.
 *   <li>{@code idWidth}: bytes of a row of the ids.
 *   <li>{@code vectors}, {@code ids}, {@code attributes}, {@code attributeSets}: of each file its {@code number}, the
 *       {@code bytes} that count behind its header, and their {@code crc32c}, an unsigned number.
 *   <li>{@code offsets}: partition of the changelog to the next offset to read.
 *   <li>{@code dead}: rows that were replaced or deleted; base64 of one bit for each row, the lowest bit of the first
 *       byte first. Missing bytes are zero.
 * </ul>
 *
 * <h2>NNNNNN.vec.npy</h2>
 *
 * A NumPy file, version 1.0, that {@code numpy.load(path, mmap_mode='r')} opens: a header padded with spaces to 4096
 * bytes, then rows of {@code dimension} float32, {@code <f4} in row-major order. The shape in the header counts the
 * rows at the last sync: it is for NumPy, the store itself goes by the manifest and puts the header right when it is
 * opened.
 *
 * <p>The file may be of any size; it is mapped in blocks of 64 MiB, because Java maps no more than 2 GiB at once. It
 * grows by a block at a time, as a hole, so that a block may be mapped before it is written. Writes go through the
 * channel, where a full disk is an exception and not a signal.
 *
 * <h2>NNNNNN.ids.npy</h2>
 *
 * A NumPy file as above of UTF-8 item ids, {@code |S<idWidth>}, padded with zeros. The width is a power of two from 16
 * on: ids are up to 255 bytes long but seldom above 16, and rows of 255 would make the ids of most catalogues as large
 * as their vectors, on disk and at every start. An id that is too long makes the store copy the ids to a new file of
 * greater width, at most four times. An id appears again when its item was replaced.
 *
 * <h2>NNNNNN.att.npy and NNNNNN.set.npy</h2>
 *
 * The first is a NumPy file as above of one int32 a row, {@code <i4}: the number of its set of attributes, 0 if it has
 * none. The second is a NumPy file of bytes, {@code |u1}, that only grows: entries as
 * {@link dev.twinset.worker.attributes.AttributeSets#since} describes them. Attributes count from 0 and sets from 1, in
 * the order of their entries. Each attribute and each set is there once, however many rows have it: eight attributes
 * take 4 bytes a row if the set is common and some 20 if it is the row's own, besides the texts that are new. What no
 * live row has any more goes with the next compaction.
 *
 * <h2>One column more</h2>
 *
 * A column of another kind is one file more, with an entry beside {@code vectors} and the others, and a new format
 * number. A column of variable length is two: where each row's bytes end ({@code <i8}) and the bytes ({@code |u1});
 * that is why an entry counts bytes and not rows.
 *
 * <h2>Damage</h2>
 *
 * Opening reads every byte that counts. If a file is missing or shorter than its entry says, or a checksum differs, the
 * store is damaged ({@link CorruptStoreException}): nothing in it is used. Bytes that do not count may hold anything.
 */
final class StoreFormat {
    static final int VERSION = 3;
    static final int MIN_ID_WIDTH = 16;
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private static final int MAX_BLOCK_ROWS = 1 << 16;
    private static final int BLOCK_BYTES = 64 << 20;

    private StoreFormat() {}

    /** Rows that are mapped at once: 64 MiB of vectors, but no more than 65,536. */
    static int blockRows(int dimension) {
        return Math.max(1, Math.min(MAX_BLOCK_ROWS, BLOCK_BYTES / (Float.BYTES * dimension)));
    }

    /** The width that has space for an id: a power of two. */
    static int idWidth(int longestId) {
        return Math.max(MIN_ID_WIDTH, Integer.highestOneBit(Math.max(1, longestId * 2 - 1)));
    }

    static byte[] idBytes(String itemId) {
        byte[] bytes = itemId.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > FeatureStore.MAX_ID_BYTES || itemId.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("item id of " + bytes.length + " bytes, expected 1 to "
                    + FeatureStore.MAX_ID_BYTES + " without a zero byte");
        }
        return bytes;
    }
}
