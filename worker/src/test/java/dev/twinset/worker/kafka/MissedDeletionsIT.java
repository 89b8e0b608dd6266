package dev.twinset.worker.kafka;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.broker.LocalKafka;
import dev.twinset.contract.record.EventRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deletions that were compacted away before any worker read them, by a real broker. */
@Timeout(240)
class MissedDeletionsIT {
    private static final int ITEMS = 20;
    private static final int DELETED = 5;

    @TempDir
    Path directory;

    @Test
    void anItemWhoseDeletionIsGoneFromTheTopicIsDeletedByTheNextWorker() throws Exception {
        try (LocalKafka kafka =
                        LocalKafka.inProcess(directory.resolve("kafka"), Map.of("log.cleaner.backoff.ms", "100"));
                TestShop shop = new TestShop(kafka.bootstrapServers(), "missed")) {
            Set<String> deleted =
                    IntStream.range(0, DELETED).mapToObj(i -> "item-" + i).collect(toSet());
            try (RunningWorker worker = worker(shop, kafka, Clock.systemUTC())) {
                worker.awaitReady();
                for (int i = 0; i < ITEMS; i++) {
                    shop.upload("item-" + i, "image-" + i);
                }
                shop.awaitAnswers(Duration.ofSeconds(60));
            }
            deleted.forEach(shop::delete);
            shop.flush();
            compactAway(shop, kafka, deleted);

            Clock later = Clock.offset(Clock.systemUTC(), MissedDeletions.LIMIT.plusDays(1));
            try (RunningWorker worker = worker(shop, kafka, later)) {
                worker.awaitReady();
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(keys(shop.read(shop.topics.recommendations()).stream()
                                        .filter(answer -> answer.value().isEmpty())
                                        .toList()))
                                .isEqualTo(deleted));
                shop.query("query", "image-0");
                shop.flush();
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(shop.read(shop.topics.recommendations()))
                                .filteredOn(answer -> TestShop.key(answer).equals("query"))
                                .singleElement()
                                .satisfies(answer -> assertThat(shop.codec
                                                .recommendations(answer)
                                                .recommendations())
                                        .hasSize(5)
                                        .noneMatch(item -> deleted.contains(item.itemId()))));
            }
        }
    }

    private RunningWorker worker(TestShop shop, LocalKafka kafka, Clock clock) {
        return new RunningWorker(shop, kafka.bootstrapServers(), "w1", directory, new FakeExtractor("fake", 0), clock);
    }

    /** Lets the broker compact until neither the images nor their deletions are left, and puts the settings back. */
    private static void compactAway(TestShop shop, LocalKafka kafka, Set<String> deleted) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            TestShop.alter(admin, shop.topics.images(), "delete.retention.ms", "1");
            TestShop.alter(admin, shop.topics.images(), "min.compaction.lag.ms", "0");
            TestShop.alter(admin, shop.topics.images(), "segment.ms", "100");
            TestShop.alter(admin, shop.topics.images(), "min.cleanable.dirty.ratio", "0.001");
            int[] filler = {0};
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        // a segment is closed by the next record, and only closed ones are compacted
                        for (int i = 0; i < 12; i++) {
                            shop.upload("filler-" + i, "filler " + filler[0]++);
                        }
                        shop.flush();
                        return keys(shop.read(shop.topics.images())).stream().noneMatch(deleted::contains);
                    });
            TestShop.alter(admin, shop.topics.images(), "delete.retention.ms", "2592000000");
            TestShop.alter(admin, shop.topics.images(), "min.compaction.lag.ms", "86400000");
            TestShop.alter(admin, shop.topics.images(), "segment.ms", "604800000");
            TestShop.alter(admin, shop.topics.images(), "min.cleanable.dirty.ratio", "0.5");
        }
    }

    private static Set<String> keys(List<EventRecord> records) {
        return records.stream().map(TestShop::key).collect(toSet());
    }
}
