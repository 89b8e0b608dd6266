package dev.twinset.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreeBrokersIT {
    @TempDir
    Path directory;

    private static void supervise(LocalKafka.Forked kafka, BlockingQueue<String> events) {
        try {
            events.add(kafka.supervise(events::add));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void oneOfThreeMayFailWhileTheOthersServeAndIsStartedAgain() throws Exception {
        try (LocalKafka.Forked kafka = LocalKafka.forked(directory, 3, 0)) {
            assertThat(kafka.bootstrapServers().split(",", -1)).hasSize(3);
            TestClient client = new TestClient(kafka.bootstrapServers());
            client.createTopic("words", 3, 3);
            try (Producer<String, String> producer = client.transactional("writer")) {
                TestClient.sendCommitted(producer, "words", "three");
                kafka.kill(1);
                TestClient.sendCommitted(producer, "words", "without 1");
                kafka.start(1);
                client.awaitInSync("words", 3);
            }
            assertThat(client.readCommitted("words", 2)).containsExactlyInAnyOrder("three", "without 1");

            BlockingQueue<String> events = new LinkedBlockingQueue<>();
            Thread supervisor = new Thread(() -> supervise(kafka, events), "supervisor");
            supervisor.start();
            kafka.process(2).destroyForcibly(); // not by kill(): as if it had failed by itself
            assertThat(events.poll(60, TimeUnit.SECONDS))
                    .startsWith("broker 2 ended with exit code 137")
                    .endsWith("starting it again");
            assertThat(events.poll(120, TimeUnit.SECONDS)).isEqualTo("broker 2 serves again");
            client.awaitInSync("words", 3);
            supervisor.interrupt();
            supervisor.join();
        }
    }
}
