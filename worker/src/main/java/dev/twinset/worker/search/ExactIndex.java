package dev.twinset.worker.search;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.worker.attributes.AttributeSets;
import dev.twinset.worker.attributes.AttributeView;
import dev.twinset.worker.attributes.Descriptions;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the items whose vectors are most similar, by comparing a query with every row. The vectors stay where they are,
 * in blocks of native memory (the mapped segments of a store); on the heap lie an id, the number of an attribute set, a
 * slot of {@link IdTable} and a bit for each row.
 *
 * <p>A row has the attributes that came with its image, and over them what is said of its item beside the image: what
 * {@link Descriptions} say of a name wins. Searches see the result.
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
    private final Descriptions descriptions;
    private final List<Block> blocks = new ArrayList<>();
    private final IdTable table = new IdTable(this::id);
    private final BitSet dead = new BitSet();
    /** Of the rows that were put: others may be added meanwhile. */
    private AttributeView attributesNow;

    private int items;

    /**
     * @param blockMemory block number to its rows: direct, native byte order, {@code rowsPerBlock * dimension} floats,
     *     asked for once, when the first row of the block is put
     * @param attributes what the rows' attribute sets mean; it is added to here
     * @param descriptions what is said of items beside their images; changed by {@link #describe} alone from now on
     */
    public ExactIndex(
            int dimension,
            int rowsPerBlock,
            IntFunction<FloatBuffer> blockMemory,
            AttributeSets attributes,
            Descriptions descriptions) {
        if (dimension < 1 || rowsPerBlock < 1) {
            throw new IllegalArgumentException(
                    "dimension and rows per block must be at least 1, not " + dimension + " and " + rowsPerBlock);
        }
        this.dimension = dimension;
        this.rowsPerBlock = rowsPerBlock;
        this.blockMemory = requireNonNull(blockMemory, "blockMemory is null");
        this.attributes = requireNonNull(attributes, "attributes is null");
        this.descriptions = requireNonNull(descriptions, "descriptions is null");
        attributesNow = attributes.view();
    }

    /**
     * Makes a row, whose vector is already in its block, the item's only live one.
     *
     * @param attributeSet the number of the attributes that came with its image
     * @return the row that was it before
     */
    public OptionalInt put(int row, String itemId, int attributeSet) {
        Block block = block(row / rowsPerBlock);
        int place = row % rowsPerBlock;
        if (place < block.count) {
            throw new IllegalArgumentException("row " + row + " was put before");
        }
        block.put(place, requireNonNull(itemId, "itemId is null"), attributeSet);
        Map<String, String> said = descriptions.get(itemId);
        if (!said.isEmpty()) {
            block.describe(place, attributes, said);
        }
        attributesNow = attributes.view();
        int before = table.put(itemId, row);
        if (before >= 0 && !dead.get(before)) {
            dead.set(before);
            return OptionalInt.of(before);
        }
        items++;
        return OptionalInt.empty();
    }

    /** Replaces what is said of an item beside its image, whether it is here or not; no attributes say nothing. */
    public void describe(String itemId, Map<String, String> said) {
        descriptions.put(itemId, said);
        row(itemId).ifPresent(row -> {
            blocks.get(row / rowsPerBlock).describe(row % rowsPerBlock, attributes, said);
            attributesNow = attributes.view();
        });
    }

    /** What is said of an item beside its image. */
    public Map<String, String> said(String itemId) {
        return descriptions.get(itemId);
    }

    /** Changes on top of the index, with what is said of their items beside the images. */
    public Map<String, Optional<Item>> described(Map<String, Optional<Item>> overlay) {
        if (descriptions.size() == 0) {
            return overlay;
        }
        Map<String, Optional<Item>> described = new LinkedHashMap<>();
        overlay.forEach((itemId, change) -> {
            Map<String, String> said = descriptions.get(itemId);
            described.put(
                    itemId,
                    said.isEmpty()
                            ? change
                            : change.map(item -> new Item(
                                    item.vector(), ItemAttributes.over(item.attributes(), said), item.options())));
        });
        return described;
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
            block.shared = true;
            int firstRow = i * rowsPerBlock;
            parts.add(new Rows(
                    block.memory,
                    block.pointer,
                    block.count,
                    place -> deadNow.get(firstRow + place) ? null : block.ids[place],
                    attributesNow,
                    block.sets,
                    block.bounds));
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

    /** Ids and sets beyond {@code count} are being written while views are read; below it nothing changes in a view. */
    private static final class Block {
        final FloatBuffer memory;
        final FloatPointer pointer;
        final @Nullable String[] ids;
        final @Nullable RowBounds[] bounds;
        /** What searches see. */
        int[] sets;
        /** What came with the images; the same as {@code sets} while nothing is said of any item of the block. */
        int[] ownSets;
        /** Whether a view reads {@code sets}. */
        boolean shared;

        int count;

        Block(FloatBuffer memory, int rows) {
            this.memory = memory;
            pointer = new FloatPointer(memory);
            ids = new @Nullable String[rows];
            bounds = new @Nullable RowBounds[rows / RowBounds.ROWS];
            sets = new int[rows];
            ownSets = sets;
        }

        void put(int place, String itemId, int set) {
            ids[place] = itemId;
            sets[place] = set;
            ownSets[place] = set;
            count = place + 1;
        }

        void describe(int place, AttributeSets attributes, Map<String, String> said) {
            int own = ownSets[place];
            int both = said.isEmpty()
                    ? own
                    : attributes.add(ItemAttributes.over(attributes.view().get(own), said));
            if (sets[place] == both) {
                return;
            }
            if (shared || ownSets == sets) {
                sets = sets.clone();
                shared = false;
            }
            sets[place] = both;
        }
    }
}
