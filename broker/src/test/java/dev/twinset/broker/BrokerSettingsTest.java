package dev.twinset.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {
    private static final Path DATA = Path.of("/data");

    @Test
    void aSingleBrokerKeepsOneCopyOfEverything() {
        Properties single = new BrokerSettings(List.of(9092), List.of(9093), Map.of()).of(1, DATA);

        assertThat(single)
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093")
                .containsEntry("controller.quorum.voters", "1@127.0.0.1:9093")
                .containsEntry("log.dirs", "/data")
                .containsEntry("default.replication.factor", "1")
                .containsEntry("min.insync.replicas", "1");
    }

    @Test
    void ofThreeBrokersAnyTwoAcknowledgeARecord() {
        BrokerSettings settings = new BrokerSettings(List.of(1, 2, 3), List.of(11, 12, 13), Map.of());

        assertThat(settings.bootstrapServers()).isEqualTo("127.0.0.1:1,127.0.0.1:2,127.0.0.1:3");
        assertThat(settings.of(3, DATA))
                .containsEntry("node.id", "3")
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:3,CONTROLLER://127.0.0.1:13")
                .containsEntry("controller.quorum.voters", "1@127.0.0.1:11,2@127.0.0.1:12,3@127.0.0.1:13")
                .containsEntry("default.replication.factor", "3")
                .containsEntry("transaction.state.log.replication.factor", "3")
                .containsEntry("min.insync.replicas", "2")
                .containsEntry("transaction.state.log.min.isr", "2");
    }

    @Test
    void theCallersSettingsOverrideOurs() {
        BrokerSettings settings =
                new BrokerSettings(List.of(9092), List.of(9093), Map.of("min.insync.replicas", "7", "a.new.one", "8"));

        assertThat(settings.of(1, DATA))
                .containsEntry("min.insync.replicas", "7")
                .containsEntry("a.new.one", "8");
    }

    @Test
    void kafkaKnowsEverySetting() {
        Properties single = new BrokerSettings(List.of(9092), List.of(9093), Map.of()).of(1, DATA);

        KafkaConfig config = KafkaConfig.fromProps(single, false);
        assertThat(config.values().keySet()).containsAll(single.stringPropertyNames());
        assertThat(config.messageMaxBytes()).isGreaterThan(8 << 20);
    }

    @Test
    void everyBrokerHasBothPorts() {
        assertThatThrownBy(() -> new BrokerSettings(List.of(1, 2, 3), List.of(11), Map.of()))
                .hasMessage("client ports 3 vs controller ports 1");
    }
}
