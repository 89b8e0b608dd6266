package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.broker.BrokerExtension;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.reference.ImageReferences;
import dev.twinset.worker.reference.ReferenceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that refer to files of a mounted folder. */
class ReferencesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    @RegisterExtension
    private static final BrokerExtension kafka = new BrokerExtension();

    @TempDir
    private Path directory;

    private Path folder;

    @BeforeEach
    void mount() throws IOException {
        folder = Files.createDirectories(directory.resolve("mount"));
    }

    private RunningWorker worker(TestShop shop, WorkerHealth health) {
        ReferenceSettings settings =
                new ReferenceSettings(Optional.of(folder), Optional.empty(), Duration.ofSeconds(5));
        ClientConfig clients = RunningWorker.clients(shop, Map.of("bootstrap.servers", kafka.bootstrapServers()), "w");
        return new RunningWorker(
                        shop,
                        clients,
                        directory,
                        new FakeExtractor("fake", 0),
                        new ImageReferences(settings.source(), settings.timeout()),
                        Clock.systemUTC(),
                        health)
                .awaitReady();
    }

    private static WorkerHealth health() {
        return new WorkerHealth(Duration.ofMinutes(5), System::nanoTime);
    }

    @Test
    void aMissingFileIsADeadLetterThatIsAnsweredOnceTheFileIsThere() throws Exception {
        Files.writeString(folder.resolve("first.jpg"), "image first");
        try (TestShop shop = new TestShop(kafka.bootstrapServers(), "missing");
                RunningWorker worker = worker(shop, health())) {
            shop.refer("first", "first.jpg");
            shop.refer("second", "sub/second.jpg");
            shop.awaitAnswers(TIMEOUT);

            RejectedImage letter = letters(shop).get(0);
            assertThat(letter.rejection().reason()).isEqualTo(RejectionReason.REF_NOT_FOUND);
            assertThat(letter.rejection().detail())
                    .isEqualTo("image \"sub/second.jpg\" does not exist below " + folder);
            assertThat(letter.image().orElseThrow()).isEmpty();
            assertThat(shop.codec.obstacle(letter)).isEmpty();

            Files.createDirectory(folder.resolve("sub"));
            Files.writeString(folder.resolve("sub/second.jpg"), "image second");
            shop.replay(letter);

            await().atMost(TIMEOUT)
                    .until(() -> shop.read(shop.topics.recommendations()).size() == 2);
            assertThat(letters(shop)).hasSize(1);
            assertThat(worker.ended()).isNotDone();
        }
    }

    @Test
    void aFolderThatIsAwayForAWhileLosesNothing() throws Exception {
        for (int i = 0; i < 40; i++) {
            Files.writeString(folder.resolve(i + ".jpg"), "image " + i);
        }
        WorkerHealth health = health();
        try (TestShop shop = new TestShop(kafka.bootstrapServers(), "away");
                RunningWorker worker = worker(shop, health)) {
            for (int i = 0; i < 10; i++) {
                shop.refer("item " + i, i + ".jpg");
            }
            shop.awaitAnswers(TIMEOUT);

            Path away = Files.move(folder, directory.resolve("away"));
            Files.createDirectory(folder);
            for (int i = 10; i < 40; i++) {
                shop.refer("item " + i, i + ".jpg");
                shop.upload("inline " + i, "image inline " + i);
            }
            shop.flush();
            await().atMost(TIMEOUT).until(() -> health.notReady().toString().contains("batches failed"));
            assertThat(letters(shop)).isEmpty();
            Files.delete(folder);
            Files.move(away, folder);

            shop.awaitAnswers(TIMEOUT);
            assertThat(letters(shop)).isEmpty();
            var keys = new HashSet<String>();
            shop.read(shop.topics.recommendations()).forEach(answer -> keys.add(TestShop.key(answer)));
            assertThat(keys).hasSize(70);
            assertThat(shop.terminals()).as("exactly once").isEqualTo(70);
            await().atMost(TIMEOUT).until(() -> health.notReady().isEmpty());
            assertThat(worker.ended()).isNotDone();
        }
    }

    private static List<RejectedImage> letters(TestShop shop) {
        return shop.read(shop.topics.rejected()).stream()
                .map(shop.codec::rejected)
                .toList();
    }
}
