package dev.twinset.worker.search;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.attributes.AttributeSets;
import dev.twinset.worker.attributes.AttributeView;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.jspecify.annotations.Nullable;

/**
 * Finds the items whose vectors are most similar, by comparing a query with every row. The vectors stay where they are,
 * in blocks of native memory (the mapped segments of a store); on the heap lie an id, the number of an attribute set, a
 * slot of {@link IdTable} and a bit for each row.
 *
 * <p>Rows are only ever added and a row keeps its id, so a {@link ExactView} is the row count and a copy of the dead
 * bits (125 KB for a million rows): it takes microseconds and no search ever waits for a change, nor a change for a
 * search. The index itself belongs to one owner, who guards it by one lock; any thread may search a view without that
 * lock.
 */
public final class ExactIndex {
    private final int dimension;
    private final int rowsPerBlock;
    private final IntFunction<FloatBuffer> blockMemory;
    private final AttributeSets attributes;
    private final List<Block> blocks = new ArrayList<>();
    private final IdTable table = new IdTable(this::id);
    private final BitSet dead = new BitSet();
    /** Of the rows that were put: others may be added meanwhile. */
    private AttributeView attributesNow;

    private int items;

    /**
     * @param blockMemory block number to its rows: direct, native byte order, {@code rowsPerBlock * dimension} floats,
     *     asked for once, when the first row of the block is put
     * @param attributes what the rows' attribute sets mean
     */
    public ExactIndex(int dimension, int rowsPerBlock, IntFunction<FloatBuffer> blockMemory, AttributeSets attributes) {
        if (dimension < 1 || rowsPerBlock < 1) {
            throw new IllegalArgumentException(
                    "dimension and rows per block must be at least 1, not " + dimension + " and " + rowsPerBlock);
        }
        this.dimension = dimension;
        this.rowsPerBlock = rowsPerBlock;
        this.blockMemory = requireNonNull(blockMemory, "blockMemory is null");
        this.attributes = requireNonNull(attributes, "attributes is null");
        attributesNow = attributes.view();
        // one search, one core: the others are decoding meanwhile
        openblas_nolapack.blas_set_num_threads(1);
    }

    /**
     * Makes a row, whose vector is already in its block, the item's only live one.
     *
     * @param attributeSet the number of its attributes
     * @return the row that was it before
     */
    public OptionalInt put(int row, String itemId, int attributeSet) {
        Block block = block(row / rowsPerBlock);
        int place = row % rowsPerBlock;
        if (place < block.count) {
            throw new IllegalArgumentException("row " + row + " was put before");
        }
        block.ids[place] = requireNonNull(itemId, "itemId is null");
        block.sets[place] = attributeSet;
        block.count = place + 1;
        attributesNow = attributes.view();
        int before = table.put(itemId, row);
        if (before >= 0 && !dead.get(before)) {
            dead.set(before);
            return OptionalInt.of(before);
        }
        items++;
        return OptionalInt.empty();
    }

    /** Removes an item. */
    public void remove(String itemId) {
        row(itemId).ifPresent(row -> {
            dead.set(row);
            items--;
        });
    }

    /** The item's live row. */
    public OptionalInt row(String itemId) {
        int row = table.row(itemId);
        return row < 0 || dead.get(row) ? OptionalInt.empty() : OptionalInt.of(row);
    }

    /** What stands in the item's live row. */
    public Optional<Item> item(String itemId) {
        OptionalInt row = row(itemId);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        Block block = blocks.get(row.getAsInt() / rowsPerBlock);
        int place = row.getAsInt() % rowsPerBlock;
        float[] vector = new float[dimension];
        block.memory.get(place * dimension, vector);
        return Optional.of(new Item(vector, attributesNow.get(block.sets[place])));
    }

    /** Live items. */
    public int items() {
        return items;
    }

    /** Of the live items, in order of rows. */
    public List<String> itemIds() {
        List<String> ids = new ArrayList<>(items);
        for (int i = 0; i < blocks.size(); i++) {
            for (int place = 0; place < blocks.get(i).count; place++) {
                String id = blocks.get(i).ids[place];
                if (id != null && !dead.get(i * rowsPerBlock + place)) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }

    public boolean contains(String itemId) {
        return row(itemId).isPresent();
    }

    /** The index as it is now: later changes do not affect it. Cheap enough to take one for each search. */
    public ExactView view() {
        BitSet deadNow = (BitSet) dead.clone();
        List<Rows> parts = new ArrayList<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            int firstRow = i * rowsPerBlock;
            parts.add(new Rows(
                    block.memory,
                    block.pointer,
                    block.count,
                    place -> deadNow.get(firstRow + place) ? null : block.ids[place],
                    attributesNow,
                    block.sets));
        }
        return new ExactView(dimension, parts);
    }

    private @Nullable String id(int row) {
        return blocks.get(row / rowsPerBlock).ids[row % rowsPerBlock];
    }

    private Block block(int number) {
        while (blocks.size() <= number) {
            blocks.add(new Block(blockMemory.apply(blocks.size()), rowsPerBlock));
        }
        return blocks.get(number);
    }

    /** Ids and sets beyond {@code count} are being written while views are read; below it nothing changes. */
    private static final class Block {
        final FloatBuffer memory;
        final FloatPointer pointer;
        final @Nullable String[] ids;
        final int[] sets;
        int count;

        Block(FloatBuffer memory, int rows) {
            this.memory = memory;
            pointer = new FloatPointer(memory);
            ids = new @Nullable String[rows];
            sets = new int[rows];
        }
    }
}
