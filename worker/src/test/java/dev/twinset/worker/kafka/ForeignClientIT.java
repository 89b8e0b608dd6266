package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.twinset.broker.LocalKafka;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectionReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Items uploaded by a client that is not Java's: kcat, which is librdkafka, as most clients of other languages are. Its
 * default partitioner puts a key elsewhere than Java's does, and so elsewhere than {@code twinset delete}.
 */
@Timeout(180)
class ForeignClientIT {
    private static final int ITEMS = 40;

    @TempDir
    Path directory;

    @BeforeEach
    void needsKcat() throws InterruptedException {
        try {
            assertThat(new ProcessBuilder("kcat", "-V").start().waitFor()).isZero();
        } catch (IOException e) {
            // where the tests' programs were installed, a skipped test would go unnoticed
            assertThat(System.getenv("REQUIRE_KCAT")).as("kcat is required").isNull();
            assumeTrue(false, "no kcat on this machine: " + e.getMessage());
        }
    }

    @Test
    void anEventInAnotherPartitionIsRejectedAndADeletionAlwaysFollowsItsUpload() throws Exception {
        try (LocalKafka kafka = LocalKafka.inProcess(directory.resolve("kafka"));
                TestShop shop = new TestShop(kafka.bootstrapServers(), "foreign");
                RunningWorker worker = new RunningWorker(
                        shop, kafka.bootstrapServers(), "w1", directory, new FakeExtractor("fake", 0))) {
            worker.awaitReady();
            for (int i = 0; i < ITEMS; i++) {
                upload(kafka.bootstrapServers(), shop.topics.images(), "default-" + i, List.of());
                upload(
                        kafka.bootstrapServers(),
                        shop.topics.images(),
                        "murmur2-" + i,
                        List.of("-X", "topic.partitioner=murmur2_random"));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> shop.terminals() == 2 * ITEMS);

            List<EventRecord> letters = shop.read(shop.topics.rejected());
            assertThat(letters).hasSizeBetween(ITEMS / 3, ITEMS).allSatisfy(letter -> {
                assertThat(TestShop.key(letter)).startsWith("default-");
                var rejection = shop.codec.rejected(letter).rejection();
                assertThat(rejection.reason()).isEqualTo(RejectionReason.WRONG_PARTITION);
                assertThat(rejection.detail()).contains("partitioner=murmur2_random");
            });
            Set<String> accepted = keys(shop.read(shop.topics.recommendations()));
            assertThat(accepted).hasSize(2 * ITEMS - letters.size());

            // now Java's client deletes what was accepted: each deletion is behind its upload, in its partition
            accepted.forEach(shop::delete);
            shop.flush();
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                List<EventRecord> withdrawn = shop.read(shop.topics.recommendations()).stream()
                        .filter(answer -> answer.value().isEmpty())
                        .toList();
                assertThat(keys(withdrawn)).isEqualTo(accepted);
            });
            List<EventRecord> events = shop.read(shop.topics.images());
            for (String id : accepted) {
                assertThat(events.stream()
                                .filter(event -> TestShop.key(event).equals(id))
                                .map(EventRecord::partition)
                                .distinct())
                        .as(id)
                        .hasSize(1);
            }
        }
    }

    private void upload(String bootstrap, String topic, String key, List<String> options)
            throws IOException, InterruptedException {
        Path image = Files.writeString(directory.resolve("image"), "image of " + key);
        List<String> command = new ArrayList<>(List.of("kcat", "-P", "-b", bootstrap, "-t", topic, "-k", key));
        command.addAll(options);
        command.add(image.toString());
        Process kcat = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(kcat.getInputStream().readAllBytes(), UTF_8);
        assertThat(kcat.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(kcat.exitValue()).as(output).isZero();
    }

    private static Set<String> keys(List<EventRecord> records) {
        return records.stream().map(TestShop::key).collect(toSet());
    }
}
