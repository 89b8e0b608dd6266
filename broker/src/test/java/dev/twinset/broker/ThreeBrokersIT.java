package dev.twinset.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreeBrokersIT {
    @TempDir
    Path directory;

    @Test
    void oneOfThreeMayDieAndComeBackWhileTheOthersServe() throws Exception {
        try (LocalKafka.Forked kafka = LocalKafka.forked(directory, 3, 0)) {
            assertThat(kafka.bootstrapServers().split(",", -1)).hasSize(3);
            TestClient client = new TestClient(kafka.bootstrapServers());
            client.createTopic("words", 3, 3);
            try (Producer<String, String> producer = client.transactional("writer")) {
                TestClient.sendCommitted(producer, "words", "three");
                for (int broker = 1; broker <= 3; broker++) {
                    kafka.kill(broker);
                    TestClient.sendCommitted(producer, "words", "without " + broker);
                    kafka.start(broker);
                    client.awaitInSync("words", 3);
                }
            }
            assertThat(client.readCommitted("words", 4))
                    .containsExactlyInAnyOrder("three", "without 1", "without 2", "without 3");
        }
    }
}
