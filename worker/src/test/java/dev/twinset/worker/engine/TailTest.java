package dev.twinset.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.worker.attributes.Descriptions;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TailTest {
    private static final int DIMENSION = 32;
    private static final int IDS = 30_000;
    private static final long MOST_BYTES = 64_000_000;

    private final Random random = new Random(1);

    /** Enough changes that the tail lets go of old rows many times. */
    @Test
    void holdsTheLastChangeOfEachItemThatTheEngineDoesNotShow() {
        Tail tail = new Tail(DIMENSION, new Descriptions());
        Map<String, Optional<Item>> last = new HashMap<>();
        Map<String, Long> at = new HashMap<>();
        long next = 0;
        for (int batch = 0; batch < 400; batch++) {
            Map<String, Optional<Item>> changes = new LinkedHashMap<>();
            for (int change = 0; change < 500; change++) {
                changes.put("item" + random.nextInt(IDS), random.nextInt(4) == 0 ? Optional.empty() : randomItem());
            }
            next += changes.size();
            tail.add(changes, Map.of(0, next));
            last.putAll(changes);
            for (String itemId : changes.keySet()) {
                at.put(itemId, next);
            }
            if (random.nextInt(20) == 0) {
                long shown = next - random.nextInt(20_000);
                tail.dropBefore(Map.of(0, shown));
                last.keySet().removeIf(itemId -> at.getOrDefault(itemId, 0L) <= shown);
            }
            assertThat(tail.size()).isEqualTo(last.size());
        }

        for (int number = 0; number < IDS; number += 7) {
            String itemId = "item" + number;
            assertThat(tail.holds(itemId)).as(itemId).isEqualTo(last.containsKey(itemId));
            Optional<Item> expected = last.getOrDefault(itemId, Optional.empty());
            Optional<Item> held = tail.item(itemId);
            assertThat(held.map(Item::attributes)).as(itemId).isEqualTo(expected.map(Item::attributes));
            assertThat(held.map(Item::options)).as(itemId).isEqualTo(expected.map(Item::options));
            expected.ifPresent(item -> {
                assertThat(held.orElseThrow().vector()).as(itemId).isEqualTo(item.vector());
                assertThat(mostAlike(tail, item.vector())).as(itemId).isEqualTo(itemId);
            });
        }
    }

    @Test
    void anItemThatChangesAllTheTimeTakesTheMemoryOfOne() throws InterruptedException {
        Tail tail = new Tail(256, new Descriptions());
        long before = directBytes();
        for (int change = 0; change < 200_000; change++) {
            tail.add(Map.of("popular", Optional.of(new Item(new float[256], Map.of()))), Map.of(0, change + 1L));
        }
        // buffers are given back by a thread of the JVM, some time after a collection
        for (int attempt = 0; attempt < 200 && directBytes() - before >= MOST_BYTES; attempt++) {
            System.gc();
            Thread.sleep(50);
        }
        assertThat(directBytes() - before)
                .as("200,000 vectors are 205 MB; rows are let go when 8,192 are out of date, and another 8,192 by then")
                .isLessThan(MOST_BYTES);
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static String mostAlike(Tail tail, float[] vector) {
        return tail.index()
                .view()
                .search(List.of(new Query(vector, Optional.empty())), Map.of())
                .get(0)
                .items()
                .get(0)
                .itemId();
    }

    private Optional<Item> randomItem() {
        float[] vector = new float[DIMENSION];
        double sum = 0;
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian();
            sum += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] /= (float) Math.sqrt(sum);
        }
        return Optional.of(
                new Item(vector, Map.of("number", "" + random.nextInt(1000)), Map.of("limit", "" + random.nextInt(9))));
    }
}
