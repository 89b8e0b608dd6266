package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissedDeletionsTest {
    private static final String IMAGES = "images";
    private static final List<TopicPartition> PARTITIONS =
            IntStream.range(0, 3).mapToObj(i -> new TopicPartition(IMAGES, i)).toList();
    private static final int ITEMS = 60;
    private static final int DELETED = 10;

    @TempDir
    Path directory;

    private final AtomicInteger listings = new AtomicInteger();
    /** How often the brokers do not answer. */
    private final AtomicInteger failures = new AtomicInteger();

    private volatile boolean broken;
    private FeatureIndex index;
    private MissedDeletions missed;

    @BeforeEach
    void start() throws Exception {
        index = FakeExtractor.index(directory);
        index.apply(
                IntStream.range(0, ITEMS)
                        .mapToObj(i -> new FeatureChange(
                                "item-" + i, Optional.of(FakeExtractor.vector(("image-" + i).getBytes(UTF_8)))))
                        .toList(),
                Map.of(0, (long) ITEMS));
        missed = new MissedDeletions(Topic::new, Set.of(IMAGES), counted(), Clock.systemUTC());
    }

    @AfterEach
    void stop() throws Exception {
        missed.close();
        index.close();
    }

    @Test
    void partitionsThatWaitTogetherAreComparedInOneListing() {
        assertThat(deletions()).isEqualTo(expected());
        assertThat(listings).hasValue(1);
    }

    @Test
    void nothingIsForgottenWhenTheBrokersDoNotAnswer() {
        failures.set(2);
        assertThat(deletions()).isEqualTo(expected());
    }

    @Test
    void aFaultOfTheIndexHoldsNoPartitionBack() {
        broken = true;
        assertThat(deletions()).isEmpty();
    }

    /** What is not yet in a committed batch must be found again, by this worker after a failed batch or by the next. */
    @Test
    void aPartitionWaitsUntilItsTombstonesAreInBatches() {
        missed.assigned(PARTITIONS);
        missed.examine(Map.of(), PARTITIONS.size());
        try (MockConsumer<byte[], byte[]> group = group()) {
            List<ConsumerRecord<byte[], byte[]>> first = taken(group);
            assertThat(first).isNotEmpty();
            TopicPartition partition = new TopicPartition(IMAGES, first.get(0).partition());
            assertThat(missed.take(group, all -> true)).isEmpty();
            assertThat(missed.waiting()).contains(partition);

            missed.assigned(List.of(partition));
            missed.examine(Map.of(), PARTITIONS.size());
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(missed.take(group, none -> false))
                            .anyMatch(record -> record.partition() == partition.partition()));
        }
    }

    /** Else those of one would wait until the others have no events left. */
    @Test
    void recordsOfOtherPartitionsHoldNoTombstonesBack() {
        missed.assigned(PARTITIONS);
        missed.examine(Map.of(), PARTITIONS.size());
        try (MockConsumer<byte[], byte[]> group = group()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !missed.take(group, partition -> partition.partition() != 0)
                            .isEmpty());
        }
    }

    @Test
    void aMillionTombstonesAreNotInMemoryAtOnce() throws Exception {
        int many = 5_000;
        index.apply(
                IntStream.range(0, many)
                        .mapToObj(i -> new FeatureChange(
                                "gone-" + i, Optional.of(FakeExtractor.vector(("image-" + i).getBytes(UTF_8)))))
                        .toList(),
                Map.of(0, (long) ITEMS + many));
        missed.assigned(PARTITIONS);
        missed.examine(Map.of(), PARTITIONS.size());
        Set<String> deleted = new HashSet<>();
        try (MockConsumer<byte[], byte[]> group = group()) {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                List<ConsumerRecord<byte[], byte[]>> some = missed.take(group, none -> false);
                assertThat(some.size()).isLessThan(many / 2);
                some.forEach(record -> deleted.add(new String(record.key(), UTF_8)));
                return missed.waiting().isEmpty();
            });
        }
        assertThat(deleted).hasSize(DELETED + many);
    }

    private List<ConsumerRecord<byte[], byte[]>> taken(MockConsumer<byte[], byte[]> group) {
        List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            taken.addAll(missed.take(group, none -> false));
            return !taken.isEmpty();
        });
        return taken;
    }

    private static MockConsumer<byte[], byte[]> group() {
        MockConsumer<byte[], byte[]> group = new MockConsumer<>("earliest");
        group.assign(PARTITIONS);
        PARTITIONS.forEach(partition -> group.seek(partition, 100));
        return group;
    }

    private static Map<String, Integer> expected() {
        Map<String, Integer> expected = new HashMap<>();
        IntStream.range(0, DELETED).mapToObj(i -> "item-" + i).forEach(id -> expected.put(id, partition(id)));
        return expected;
    }

    /** Item to the partition in which its deletion comes to the worker. */
    private Map<String, Integer> deletions() {
        missed.assigned(PARTITIONS);
        assertThat(missed.waiting()).containsExactlyInAnyOrderElementsOf(PARTITIONS);
        missed.examine(Map.of(), PARTITIONS.size());
        Map<String, Integer> deletions = new HashMap<>();
        try (MockConsumer<byte[], byte[]> group = group()) {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                missed.take(group, none -> false)
                        .forEach(record -> deletions.put(new String(record.key(), UTF_8), record.partition()));
                return missed.waiting().isEmpty();
            });
        }
        return deletions;
    }

    private static int partition(String itemId) {
        return KafkaRecords.partition(itemId.getBytes(UTF_8), PARTITIONS.size());
    }

    private FeatureIndex counted() {
        return (FeatureIndex) Proxy.newProxyInstance(
                FeatureIndex.class.getClassLoader(),
                new Class<?>[] {FeatureIndex.class},
                (proxy, method, arguments) -> {
                    if (Set.of("forEachItemId", "itemIds").contains(method.getName())) {
                        listings.incrementAndGet();
                        if (broken) {
                            throw new IllegalStateException("broken");
                        }
                    }
                    try {
                        return method.invoke(index, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Two records of every item that was not deleted. */
    private final class Topic extends MockConsumer<byte[], byte[]> {
        private final Set<TopicPartition> filled = new HashSet<>();

        private Topic() {
            super("earliest");
            Map<TopicPartition, Long> beginnings = new HashMap<>();
            Map<TopicPartition, Long> ends = new HashMap<>();
            PARTITIONS.forEach(partition -> {
                beginnings.put(partition, 0L);
                ends.put(partition, (long) records(partition).size());
            });
            updateBeginningOffsets(beginnings);
            updateEndOffsets(ends);
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (failures.getAndDecrement() > 0) {
                throw new KafkaException("no broker answers");
            }
            assignment().stream()
                    .filter(filled::add)
                    .flatMap(partition -> records(partition).stream())
                    .forEach(this::addRecord);
            return super.poll(timeout);
        }

        private static List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (int i = 2 * DELETED; i < 2 * ITEMS; i++) {
                String itemId = "item-" + i / 2;
                if (partition(itemId) == partition.partition()) {
                    records.add(new ConsumerRecord<>(
                            IMAGES, partition.partition(), records.size(), itemId.getBytes(UTF_8), new byte[1]));
                }
            }
            return records;
        }
    }
}
