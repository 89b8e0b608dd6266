package dev.twinset.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKafkaIT {
    @TempDir
    Path directory;

    @Test
    void anInProcessBrokerShowsOnlyCommittedRecordsAndKeepsThemOverARestart() throws Exception {
        try (LocalKafka kafka = LocalKafka.inProcess(directory)) {
            TestClient client = new TestClient(kafka.bootstrapServers());
            client.createTopic("words", 1, 1);
            try (Producer<String, String> producer = client.transactional("writer")) {
                TestClient.sendAborted(producer, "words", "never");
                TestClient.sendCommitted(producer, "words", "first");
                TestClient.sendCommitted(producer, "words", "second");
            }
            assertThat(client.readCommitted("words", 2)).containsExactly("first", "second");
        }
        try (LocalKafka kafka = LocalKafka.inProcess(directory)) {
            assertThat(new TestClient(kafka.bootstrapServers()).readCommitted("words", 2))
                    .containsExactly("first", "second");
        }
    }

    @Test
    void transactionsAreOfVersionTwoAndTheCallersSettingsOverrideOurs() throws Exception {
        try (LocalKafka kafka = LocalKafka.inProcess(directory, Map.of("num.partitions", "7"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThat(admin.describeFeatures().featureMetadata().get().finalizedFeatures())
                    .extractingByKey("transaction.version")
                    .extracting(FinalizedVersionRange::maxVersionLevel)
                    .isEqualTo((short) 2);
            new TestClient(kafka.bootstrapServers()).createTopic("seven", -1, 1);
            assertThat(admin.describeTopics(List.of("seven"))
                            .allTopicNames()
                            .get()
                            .values())
                    .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(7));
        }
    }

    @Test
    void aForkedBrokerKeepsItsDataAndItsCluster() throws Exception {
        String cluster;
        try (LocalKafka.Forked kafka = LocalKafka.forked(directory, 1, 0)) {
            TestClient client = new TestClient(kafka.bootstrapServers());
            client.createTopic("words", 1, 1);
            try (Producer<String, String> producer = client.transactional("writer")) {
                TestClient.sendCommitted(producer, "words", "kept");
                kafka.kill(1);
                kafka.start(1);
                TestClient.sendCommitted(producer, "words", "after the kill");
            }
            cluster = client.clusterId();
            assertThat(kafka.failure()).isEmpty();
        }
        assertThat(directory.resolve("broker-1").resolve("broker.log"))
                .as("closing shuts it down in order")
                .content()
                .contains("[BrokerServer id=1] shut down completed");
        try (LocalKafka kafka = LocalKafka.forked(directory, 1, 0)) {
            TestClient client = new TestClient(kafka.bootstrapServers());
            assertThat(client.clusterId()).isEqualTo(cluster);
            assertThat(client.readCommitted("words", 2)).containsExactly("kept", "after the kill");
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalKafka.forked(directory, 1, taken.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("choose another");
        }
    }

    @Test
    void oneDirectoryServesOneClusterAtATime() throws Exception {
        try (LocalKafka.Forked kafka = LocalKafka.forked(directory, 1, 0)) {
            assertThatThrownBy(() -> LocalKafka.forked(directory, 1, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another broker is running in the directory " + directory);
            assertThat(kafka.process(1).isAlive()).isTrue();
        }
    }

    @Test
    void aBrokerThatCannotStartNamesTheErrorInItsLog() {
        assertThatThrownBy(() -> LocalKafka.forked(directory, 1, 0, Map.of("num.io.threads", "none")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broker 1 ended with exit code")
                .hasMessageContaining("num.io.threads")
                .hasMessageContaining("broker.log");
        assertThat(Files.exists(directory.resolve("broker-1"))).isTrue();
    }
}
