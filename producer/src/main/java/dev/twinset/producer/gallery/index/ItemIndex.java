package dev.twinset.producer.gallery.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every item's id with the positions of its latest upload and answer, from which they are read when someone opens the
 * item, its kind and colour, and what is remarkable about its answer. A hash table with linear probing over columns of
 * primitives, ids one after the other in chunks of a megabyte: about 50 bytes an item and its id, so that a million
 * items take some 60 MB. An item that is deleted keeps its row. Any thread may call; a search by prefix passes over all
 * ids (some 10 ms a million).
 */
public final class ItemIndex {
    /** Further items are ignored, so that memory is bounded whatever is uploaded. */
    static final int MAX_ITEMS = 4_000_000;

    private static final long NOWHERE = -1;
    private static final int MAX_ID_BYTES = 255;

    /** Further pairs of kind and colour are not shown. */
    private static final int MAX_LABELS = 65_536;

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
    /** Places in {@link #labels}. */
    private int[] labelOf = new int[1024];
    /** Traits of the answer, a bit each. */
    private byte[] traits = new byte[1024];
    /** Row + 1, 0 where free; twice as long as the columns. */
    private int[] table = new int[2048];

    private final List<ItemLabel> labels = new ArrayList<>(List.of(ItemLabel.NONE));
    private final Map<ItemLabel, Integer> labelPlaces = new HashMap<>(Map.of(ItemLabel.NONE, 0));
    private final Map<AnswerTrait, Integer> withTrait = new EnumMap<>(AnswerTrait.class);
    private int answered;

    public ItemIndex() {
        this(MAX_ITEMS);
    }

    public ItemIndex(int maxItems) {
        this.maxItems = maxItems;
    }

    /** @param upload empty when there is none */
    public record Entry(Optional<RecordPosition> upload, Optional<RecordPosition> answer) {}

    public synchronized void uploaded(byte[] id, RecordPosition place, ItemLabel label) {
        int row = set(true, id, place.packed());
        if (row >= 0) {
            labelOf[row] = placeOf(label);
        }
    }

    public synchronized void deleted(byte[] id) {
        set(true, id, NOWHERE);
    }

    public synchronized void answered(byte[] id, RecordPosition place, Set<AnswerTrait> remarkable) {
        setTraits(set(false, id, place.packed()), remarkable);
    }

    public synchronized void withdrawn(byte[] id) {
        setTraits(set(false, id, NOWHERE), Set.of());
    }

    public synchronized Optional<Entry> find(String id) {
        int row = row(id.getBytes(UTF_8));
        return row < 0 || !isPresent(row)
                ? Optional.empty()
                : Optional.of(new Entry(place(uploads[row]), place(answers[row])));
    }

    /** Its kind and colour as of its latest upload. */
    public synchronized ItemLabel label(String id) {
        int row = row(id.getBytes(UTF_8));
        return row < 0 || !isPresent(row) ? ItemLabel.NONE : labels.get(labelOf[row]);
    }

    /** Items that have an answer. */
    public synchronized int answered() {
        return answered;
    }

    /** Items whose latest answer has the trait. */
    public synchronized int with(AnswerTrait trait) {
        return withTrait.getOrDefault(trait, 0);
    }

    /**
     * Items whose latest answer has the trait, those that were seen last first.
     *
     * @param skipped so many are left out
     */
    public synchronized List<String> with(AnswerTrait trait, int skipped, int limit) {
        List<String> found = new ArrayList<>();
        int passed = 0;
        for (int row = rows - 1; row >= 0 && found.size() < limit; row--) {
            if ((traits[row] & trait.bit) != 0 && passed++ >= skipped) {
                found.add(id(row));
            }
        }
        return found;
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
                found.add(id(row));
            }
        }
        return found;
    }

    private String id(int row) {
        byte[] chunk = chunk(row);
        int at = at(row);
        return new String(chunk, at + 1, chunk[at] & 0xFF, UTF_8);
    }

    private int placeOf(ItemLabel label) {
        Integer place = labelPlaces.get(label);
        if (place == null && labels.size() == MAX_LABELS) {
            return 0;
        }
        if (place == null) {
            place = labels.size();
            labels.add(label);
            labelPlaces.put(label, place);
        }
        return place;
    }

    private void setTraits(int row, Set<AnswerTrait> remarkable) {
        if (row < 0) {
            return;
        }
        byte after = 0;
        for (AnswerTrait trait : AnswerTrait.values()) {
            boolean was = (traits[row] & trait.bit) != 0;
            boolean is = remarkable.contains(trait);
            withTrait.merge(trait, (is ? 1 : 0) - (was ? 1 : 0), Integer::sum);
            after |= is ? trait.bit : (byte) 0;
        }
        traits[row] = after;
    }

    /**
     * @param upload whether the upload is set, else the answer
     * @return the item's row, -1 where there is none
     */
    private int set(boolean upload, byte[] id, long value) {
        int row = row(id);
        if (row < 0 && value != NOWHERE && id.length > 0 && id.length <= MAX_ID_BYTES && !full()) {
            row = add(id);
        }
        if (row >= 0) {
            present -= isPresent(row) ? 1 : 0;
            answered -= answers[row] != NOWHERE ? 1 : 0;
            (upload ? uploads : answers)[row] = value;
            present += isPresent(row) ? 1 : 0;
            answered += answers[row] != NOWHERE ? 1 : 0;
        }
        return row;
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
        labelOf = Arrays.copyOf(labelOf, 2 * rows);
        traits = Arrays.copyOf(traits, 2 * rows);
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
