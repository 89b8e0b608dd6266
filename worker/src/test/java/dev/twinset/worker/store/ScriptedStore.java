package dev.twinset.worker.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A store that is fed an endless script: batch n sets and deletes items that follow from n alone and moves partition 0
 * to offset n + 1. So whatever is found in a directory can be held against {@link #expected} of the offset found there.
 */
final class ScriptedStore implements AutoCloseable {
    static final int DIMENSION = 8;
    static final int BLOCK_ROWS = 64;
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC);
    static final StoreIdentity IDENTITY = new StoreIdentity("model", DIMENSION, "cluster", "topic");

    private final FeatureStore store;
    private final Map<String, Integer> rows = new HashMap<>();

    ScriptedStore(Path directory) throws IOException {
        this(new StoreOpener(directory, IDENTITY, CLOCK, BLOCK_ROWS, Disk.REAL).open());
    }

    ScriptedStore(FeatureStore store) throws IOException {
        this.store = store;
        readRows();
    }

    FeatureStore store() {
        return store;
    }

    /** Batches that are in the store. */
    int batches() {
        return store.offsets().getOrDefault(0, 0L).intValue();
    }

    void append(int batches) throws IOException {
        for (int i = 0; i < batches; i++) {
            int number = batches();
            List<String> ids = new ArrayList<>();
            List<float[]> vectors = new ArrayList<>();
            List<Map<String, String>> attributes = new ArrayList<>();
            List<Integer> dead = new ArrayList<>();
            Map<String, Optional<float[]>> changes = changes(number);
            changes.forEach((id, vector) -> {
                Optional.ofNullable(rows.get(id)).ifPresent(dead::add);
                vector.ifPresent(v -> {
                    ids.add(id);
                    vectors.add(v);
                    attributes.add(attributes(number, id));
                });
            });
            int[] deadRows = dead.stream().mapToInt(Integer::intValue).toArray();
            int row = store.append(new RowBatch(ids, vectors, attributes, deadRows, Map.of(0, number + 1L)));
            rows.keySet().removeAll(changes.keySet());
            for (String id : ids) {
                rows.put(id, row++);
            }
        }
    }

    void compact() throws IOException {
        store.compact();
        readRows();
    }

    /** Live items with their vectors and attributes, as lists so that maps of them compare. */
    Map<String, List<Object>> contents() throws IOException {
        Map<String, List<Object>> contents = new HashMap<>();
        store.forEachLive((row, id, set) -> {
            if (contents.put(id, content(store, row, set)) != null) {
                throw new IOException("two live rows of " + id);
            }
        });
        return contents;
    }

    /** What the first {@code batches} of the script leave. */
    static Map<String, List<Object>> expected(int batches) {
        Map<String, List<Object>> contents = new HashMap<>();
        for (int number = 0; number < batches; number++) {
            int nr = number;
            changes(number)
                    .forEach((id, vector) -> vector.ifPresentOrElse(
                            v -> contents.put(id, list(v, attributes(nr, id))), () -> contents.remove(id)));
        }
        return contents;
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    private void readRows() throws IOException {
        rows.clear();
        store.forEachLive((row, id, set) -> rows.put(id, row));
    }

    private static Map<String, Optional<float[]>> changes(int number) {
        Random random = new Random(number);
        Map<String, Optional<float[]>> changes = new LinkedHashMap<>();
        // at least one row: a batch that changes nothing has no record of its own
        changes.put("always" + number % 7, Optional.of(vector(random)));
        for (int i = random.nextInt(6); i > 0; i--) {
            String id = "item" + random.nextInt(40);
            changes.put(
                    // now and then an id that does not fit the width so far
                    random.nextInt(50) == 0 ? id + "-".repeat(1 + random.nextInt(200)) : id,
                    random.nextInt(4) == 0 ? Optional.empty() : Optional.of(vector(random)));
        }
        return changes;
    }

    /** None, ones that are common, and ones of its own. */
    private static Map<String, String> attributes(int number, String id) {
        Random random = new Random(31L * number + id.hashCode());
        Map<String, String> attributes = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            attributes.put("name" + random.nextInt(4), "välue=" + random.nextInt(3));
        }
        if (random.nextInt(6) == 0) {
            attributes.put("title", id + "\n" + number);
        }
        return attributes;
    }

    private static float[] vector(Random random) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = random.nextFloat();
        }
        return vector;
    }

    static List<Object> content(FeatureStore store, int row, int attributeSet) {
        float[] vector = new float[DIMENSION];
        store.block(row / store.rowsPerBlock()).get(row % store.rowsPerBlock() * DIMENSION, vector);
        return list(vector, store.attributes().view().get(attributeSet));
    }

    private static List<Object> list(float[] vector, Map<String, String> attributes) {
        List<Object> list = new ArrayList<>();
        for (float value : vector) {
            list.add(value);
        }
        list.add(attributes);
        return list;
    }
}
