package dev.twinset.producer.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.ClusterAdmin;
import dev.twinset.producer.CommandRun;
import dev.twinset.producer.Kafka;
import dev.twinset.producer.command.TopicsCommand;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code twinset topics create} against a real broker. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // set before the first test
final class TopicSetupIT {
    @RegisterExtension
    static final Kafka kafka = new Kafka();

    private String out = "";

    @Test
    void whatIsMissingIsCreatedAndDoingItAgainChangesNothing() throws Exception {
        Topics topics = kafka.names();
        String log = topics.features("6d58039b35ca");

        assertThat(create(topics, "--feature-log", log, "--partitions", "2")).isZero();
        assertThat(out).contains("created").contains(log).doesNotContain("is right");
        Map<String, Map<String, String>> made = settings(topics, log);

        assertThat(create(topics, "--feature-log", log, "--fix")).isZero();
        assertThat(out.lines()).hasSize(7).allMatch(line -> line.startsWith("is right"));
        assertThat(settings(topics, log)).isEqualTo(made);
        assertThat(made.get(log)).containsEntry("cleanup.policy", "compact").containsEntry("partitions", "2");
    }

    @Test
    void aDryRunTouchesNothing() throws Exception {
        Topics topics = kafka.names();
        assertThat(create(topics, "--dry-run")).isZero();
        assertThat(out).contains("would create");
        assertThat(settings(topics)).isEmpty();

        make(new NewTopic(topics.images(), 1, (short) 1).configs(Map.of("cleanup.policy", "delete")));
        assertThat(create(topics, "--dry-run", "--fix")).isZero();
        assertThat(out).contains("would alter", "cleanup.policy delete -> compact");
        assertThat(settings(topics).get(topics.images())).containsEntry("cleanup.policy", "delete");
    }

    @Test
    void aWrongSettingIsToldAndAlteredOnlyWithFix() throws Exception {
        Topics topics = kafka.names();
        make(new NewTopic(topics.images(), 3, (short) 1).configs(Map.of("max.message.bytes", "1000000")));

        assertThat(create(topics)).isEqualTo(1);
        assertThat(out)
                .contains("IS WRONG")
                .contains("cleanup.policy is delete, expected compact, or images expire")
                .contains(
                        "max.message.bytes is 1000000, expected at least 8454144, or large images are refused: --fix");

        assertThat(create(topics, "--fix")).isZero();
        assertThat(settings(topics).get(topics.images()))
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("max.message.bytes", "8454144")
                .containsEntry("partitions", "3");
    }

    @Test
    void recordsThatAreKeptNowAreNotGivenUpByAFix() throws Exception {
        Topics topics = kafka.names();
        make(new NewTopic(topics.rejected(), 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));
        make(new NewTopic(topics.queries(), 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] text = "dead".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topics.rejected(), text, text)).get();
        }

        assertThat(create(topics, "--fix")).isEqualTo(1);
        assertThat(out).contains("Kafka deletes old records that it keeps now: if that is meant, kafka-con");
        assertThat(settings(topics).get(topics.rejected())).containsEntry("cleanup.policy", "compact");
        assertThat(settings(topics).get(topics.queries())).containsEntry("cleanup.policy", "delete"); // was empty
    }

    @Test
    void partitionsAreNeverChangedAndThatIsSaid() throws Exception {
        Topics topics = kafka.names();
        assertThat(create(topics, "--partitions", "2")).isZero();
        assertThat(create(topics, "--partitions", "6", "--fix")).isEqualTo(1);
        assertThat(out).contains("has 2 partitions, not 6, and keeps them: keys would move");
        assertThat(create(topics, "--replication-factor", "3")).isEqualTo(1);
        assertThat(out).contains("has 1 copies of a partition, not 3: kafka-reassign-partitions.sh");
        assertThat(settings(topics).get(topics.images())).containsEntry("partitions", "2");
    }

    @Test
    void machinesReadOneObject() throws Exception {
        Topics topics = kafka.names();
        make(new NewTopic(topics.images(), 3, (short) 1));
        assertThat(create(topics, "--json")).isEqualTo(1);
        JsonNode json = new ObjectMapper().readTree(out);
        assertThat(json.path("right").asBoolean(true)).isFalse();
        assertThat(json.at("/topics/0/state").asText()).isEqualTo("kept");
        assertThat(json.at("/topics/0/left/0").asText()).startsWith("cleanup.policy is delete");
        assertThat(json.at("/topics/1/state").asText()).isEqualTo("created");
    }

    @Test
    void impossibleNumbersAreWrongUseAndAnImpossibleWishIsAFailure() {
        assertThat(create(kafka.names(), "--partitions", "0")).isEqualTo(2);
        assertThat(create(kafka.names(), "--replication-factor", "3")).isEqualTo(1); // one broker
    }

    private int create(Topics topics, String... options) {
        List<String> arguments = new ArrayList<>(List.of("create"));
        arguments.addAll(Arrays.asList(options));
        CommandRun run = CommandRun.of(new TopicsCommand(), kafka.arguments(topics, arguments.toArray(String[]::new)));
        out = run.out();
        return run.status();
    }

    private static void make(NewTopic topic) throws Exception {
        try (Admin admin = Admin.create(kafka.client())) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static Map<String, Map<String, String>> settings(Topics topics, String... more) throws Exception {
        List<String> names = new ArrayList<>(Arrays.asList(more));
        TopicDefinitions.events(topics).forEach(definition -> names.add(definition.name()));
        try (ClusterAdmin cluster = new ClusterAdmin(kafka.client())) {
            Map<String, Map<String, String>> settings = new TreeMap<>();
            new ExistingTopics(cluster).find(names).forEach((name, topic) -> {
                Map<String, String> values = new TreeMap<>(topic.settings());
                values.put("partitions", String.valueOf(topic.partitions()));
                settings.put(name, values);
            });
            return settings;
        }
    }
}
