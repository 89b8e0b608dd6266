package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.broker.LocalKafka;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import example.ShopClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example for other Java programs, run against a worker. */
@Timeout(180)
class ShopClientIT {
    @Test
    void aShopsOwnProgramPublishesDeletesAndReadsAnswers(@TempDir Path directory) throws Exception {
        try (LocalKafka kafka = LocalKafka.inProcess(directory.resolve("kafka"));
                TestShop shop = new TestShop(kafka.bootstrapServers(), "example");
                RunningWorker worker = new RunningWorker(
                        shop, kafka.bootstrapServers(), "w1", directory, new FakeExtractor("fake", 0));
                ShopClient client =
                        new ShopClient(Map.of("bootstrap.servers", kafka.bootstrapServers()), shop.topics, "example")) {
            worker.awaitReady();
            Map<String, String> events = new HashMap<>();
            for (String item : List.of("shirt", "trousers", "hat")) {
                events.put(item, client.publish(item, item.getBytes(UTF_8), Map.of("kind", item)));
            }
            for (int answers = 0; answers < 3; ) {
                for (Recommendations answer : client.poll(Duration.ofSeconds(1))) {
                    assertThat(answer.eventId()).isEqualTo(events.get(answer.itemId()));
                    answers++;
                }
            }

            client.delete("hat");
            client.publish("coat", "coat".getBytes(UTF_8), Map.of());
            client.delete("coat");
            client.publish("scarf", "scarf".getBytes(UTF_8), Map.of());
            Recommendations last = answer(client, "scarf");
            // the deletion of another partition may come later than the upload
            while (last.recommendations().size() > 2) {
                client.publish("scarf", "scarf".getBytes(UTF_8), Map.of());
                last = answer(client, "scarf");
            }
            assertThat(last.recommendations())
                    .extracting(Recommendation::itemId)
                    .containsExactlyInAnyOrder("shirt", "trousers");
        }
    }

    private static Recommendations answer(ShopClient client, String item) {
        while (true) {
            for (Recommendations answer : client.poll(Duration.ofSeconds(1))) {
                if (answer.itemId().equals(item)) {
                    return answer;
                }
            }
        }
    }
}
