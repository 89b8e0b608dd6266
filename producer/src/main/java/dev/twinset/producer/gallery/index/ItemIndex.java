package dev.twinset.producer.gallery.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every item's id with the positions of its latest upload and answer, from which they are read when someone opens the
 * item. A hash table with linear probing over columns of primitives, ids one after the other in chunks of a megabyte:
 * about 45 bytes an item and its id, so that a million items take some 55 MB. An item that is deleted keeps its row.
 * Any thread may call; a search by prefix passes over all ids (some 10 ms a million).
 */
public final class ItemIndex {
    /** Further items are ignored, so that memory is bounded whatever is uploaded. */
    static final int MAX_ITEMS = 4_000_000;

    private static final long NOWHERE = -1;
    private static final int MAX_ID_BYTES = 255;
    private static final int CHUNK_BITS = 20;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final int maxItems;
    private final List<byte[]> chunks = new ArrayList<>();
    private int chunkUsed = CHUNK;
    private int rows;
    private int present;
    private long[] ids = new long[1024];
    private long[] uploads = new long[1024];
    private long[] answers = new long[1024];
    /** Row + 1, 0 where free; twice as long as the columns. */
    private int[] table = new int[2048];

    public ItemIndex() {
        this(MAX_ITEMS);
    }

    public ItemIndex(int maxItems) {
        this.maxItems = maxItems;
    }

    /** @param upload empty when there is none */
    public record Entry(Optional<RecordPosition> upload, Optional<RecordPosition> answer) {}

    public synchronized void uploaded(byte[] id, RecordPosition place) {
        set(true, id, place.packed());
    }

    public synchronized void deleted(byte[] id) {
        set(true, id, NOWHERE);
    }

    public synchronized void answered(byte[] id, RecordPosition place) {
        set(false, id, place.packed());
    }

    public synchronized void withdrawn(byte[] id) {
        set(false, id, NOWHERE);
    }

    public synchronized Optional<Entry> find(String id) {
        int row = row(id.getBytes(UTF_8));
        return row < 0 || !isPresent(row)
                ? Optional.empty()
                : Optional.of(new Entry(place(uploads[row]), place(answers[row])));
    }

    /** Items that are there: uploaded or answered, and not deleted. */
    public synchronized int items() {
        return present;
    }

    /** Whether items are ignored because there are too many. */
    public synchronized boolean full() {
        return rows == maxItems;
    }

    /**
     * Ids that begin with {@code prefix}, whatever the case of its letters a-z, the shortest first and otherwise in
     * their order; at most {@code limit}, chosen among the first thousand found.
     */
    public List<String> startingWith(String prefix, int limit) {
        List<String> found = scan(prefix.getBytes(UTF_8), 1000);
        found.sort((a, b) -> a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b));
        return found.size() <= limit ? found : List.copyOf(found.subList(0, limit));
    }

    private synchronized List<String> scan(byte[] prefix, int enough) {
        List<String> found = new ArrayList<>();
        for (int row = 0; row < rows && found.size() < enough; row++) {
            if (isPresent(row) && startsWith(row, prefix)) {
                byte[] chunk = chunk(row);
                int at = at(row);
                found.add(new String(chunk, at + 1, chunk[at] & 0xFF, UTF_8));
            }
        }
        return found;
    }

    /** @param upload whether the upload is set, else the answer */
    private void set(boolean upload, byte[] id, long value) {
        int row = row(id);
        if (row < 0 && value != NOWHERE && id.length > 0 && id.length <= MAX_ID_BYTES && !full()) {
            row = add(id);
        }
        if (row >= 0) {
            int before = isPresent(row) ? 1 : 0;
            (upload ? uploads : answers)[row] = value;
            present += (isPresent(row) ? 1 : 0) - before;
        }
    }

    private boolean isPresent(int row) {
        return uploads[row] != NOWHERE || answers[row] != NOWHERE;
    }

    private static Optional<RecordPosition> place(long packed) {
        return packed == NOWHERE ? Optional.empty() : Optional.of(RecordPosition.unpacked(packed));
    }

    /** @return -1 where there is none */
    private int row(byte[] id) {
        for (int slot = slot(id, table); table[slot] != 0; slot = (slot + 1) & (table.length - 1)) {
            int row = table[slot] - 1;
            if (is(row, id)) {
                return row;
            }
        }
        return -1;
    }

    private int add(byte[] id) {
        if (rows == ids.length) {
            grow();
        }
        ids[rows] = store(id);
        uploads[rows] = NOWHERE;
        answers[rows] = NOWHERE;
        link(rows, id);
        return rows++;
    }

    private void link(int row, byte[] id) {
        int slot = slot(id, table);
        while (table[slot] != 0) {
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = row + 1;
    }

    private void grow() {
        ids = Arrays.copyOf(ids, 2 * rows);
        uploads = Arrays.copyOf(uploads, 2 * rows);
        answers = Arrays.copyOf(answers, 2 * rows);
        table = new int[4 * rows];
        for (int row = 0; row < rows; row++) {
            byte[] chunk = chunk(row);
            int at = at(row);
            link(row, Arrays.copyOfRange(chunk, at + 1, at + 1 + (chunk[at] & 0xFF)));
        }
    }

    private long store(byte[] id) {
        if (chunkUsed + 1 + id.length > CHUNK) {
            chunks.add(new byte[CHUNK]);
            chunkUsed = 0;
        }
        byte[] chunk = chunks.get(chunks.size() - 1);
        long address = (long) (chunks.size() - 1) << CHUNK_BITS | chunkUsed;
        chunk[chunkUsed++] = (byte) id.length;
        System.arraycopy(id, 0, chunk, chunkUsed, id.length);
        chunkUsed += id.length;
        return address;
    }

    private byte[] chunk(int row) {
        return chunks.get((int) (ids[row] >>> CHUNK_BITS));
    }

    private int at(int row) {
        return (int) (ids[row] & (CHUNK - 1));
    }

    private boolean is(int row, byte[] id) {
        byte[] chunk = chunk(row);
        int from = at(row) + 1;
        return (chunk[from - 1] & 0xFF) == id.length && Arrays.equals(chunk, from, from + id.length, id, 0, id.length);
    }

    private boolean startsWith(int row, byte[] prefix) {
        byte[] chunk = chunk(row);
        int from = at(row) + 1;
        if ((chunk[from - 1] & 0xFF) < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (lower(chunk[from + i]) != lower(prefix[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    private static int slot(byte[] id, int[] table) {
        int hash = 0x811C9DC5;
        for (byte b : id) {
            hash = (hash ^ b) * 0x01000193;
        }
        hash ^= hash >>> 15;
        return ((hash * 0x2C1B3C6D) >>> 7) & (table.length - 1);
    }
}
