package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.twinset.broker.LocalKafka;
import dev.twinset.contract.record.EventRecord;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One image crashes the process in native code, one never ends: the worker is started again each time it dies. */
@Timeout(240)
class PoisonedImageIT {
    private static final int ITEMS = 60;

    @TempDir
    Path directory;

    @Test
    void afterTwoTriesEachIsADeadLetterAndAllOthersAreAnswered() throws Exception {
        try (LocalKafka kafka = LocalKafka.inProcess(directory.resolve("kafka"));
                TestShop shop = new TestShop(kafka.bootstrapServers(), "poison")) {
            for (int i = 0; i < ITEMS; i++) {
                shop.upload("item-" + i, i == 20 ? "crash" : i == 40 ? "hang" : "image-" + i);
            }
            shop.flush();
            int deaths = 0;
            Process worker = start(kafka.bootstrapServers(), shop);
            try {
                while (shop.terminals() < ITEMS) {
                    if (!worker.isAlive()) {
                        deaths++;
                        assertThat(deaths).as(log()).isLessThanOrEqualTo(4);
                        worker = start(kafka.bootstrapServers(), shop);
                    }
                    Thread.sleep(200);
                }
                assertThat(worker.isAlive()).isTrue();
            } finally {
                worker.destroyForcibly().waitFor();
            }

            assertThat(deaths).as(log()).isEqualTo(4);
            List<EventRecord> letters = shop.read(shop.topics.rejected());
            assertThat(letters.stream()
                            .map(shop.codec::rejected)
                            .collect(Collectors.toMap(
                                    letter -> new String(letter.key(), StandardCharsets.UTF_8),
                                    letter -> letter.rejection().reason().name())))
                    .containsOnly(entry("item-20", "DECODE_CRASH"), entry("item-40", "DECODE_TIMEOUT"));
            List<String> answered = shop.read(shop.topics.recommendations()).stream()
                    .map(TestShop::key)
                    .toList();
            assertThat(answered).doesNotHaveDuplicates().hasSize(ITEMS - 2);
        }
    }

    private Process start(String bootstrap, TestShop shop) throws IOException {
        return ForkedWorker.start(bootstrap, shop, "fake", "w1", directory);
    }

    private File logFile() {
        return directory.resolve("w1.log").toFile();
    }

    private String log() throws IOException {
        return Files.readString(logFile().toPath());
    }
}
