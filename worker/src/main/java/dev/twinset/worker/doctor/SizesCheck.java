package dev.twinset.worker.doctor;

import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDrift;
import dev.twinset.worker.doctor.Finding.Notes;
import dev.twinset.worker.kafka.ClientConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the largest image gets all the way: through a request to the broker, onto the topics, into the worker, and,
 * as a dead letter, back. A topic without a limit of its own has the broker's message.max.bytes, which Kafka reports as
 * the topic's. Fetch sizes and replica.fetch.max.bytes bound no single record: Kafka sends a larger one alone.
 */
final class SizesCheck {
    static final String NAME = "sizes";
    private static final long RECORD = ClientConfig.MAX_RECORD;

    private SizesCheck() {}

    static Finding examine(
            ClusterFacts facts,
            List<TopicDefinition> topics,
            Map<String, Object> uploads,
            Map<String, Object> results,
            TopicsCommandLine mending) {
        Notes notes = new Notes(NAME);
        topics.forEach(definition -> judgeTopic(notes, facts, definition, mending));
        facts.brokerSettings()
                .forEach((id, settings) -> settings.value()
                        .filter(known -> Limits.number(known, "socket.request.max.bytes", Long.MAX_VALUE) < RECORD)
                        .ifPresent(known -> notes.fail(
                                "broker " + id + " takes requests of " + known.get("socket.request.max.bytes")
                                        + " bytes at most, an image needs " + RECORD,
                                "raise socket.request.max.bytes of that broker")));
        atLeast(notes, results, "max.request.size", "a large dead letter cannot be sent and stops the worker");
        atLeast(notes, results, "buffer.memory", "a large dead letter cannot be sent and stops the worker");
        for (String key : List.of("max.partition.fetch.bytes", "fetch.max.bytes")) {
            if (Limits.number(uploads, key, RECORD) < RECORD) {
                notes.warn(
                        "kafka." + key + " is " + uploads.get(key) + ", less than an image of " + RECORD
                                + " bytes: large ones come one by one",
                        "leave it out");
            }
        }
        return notes.finding(notes.isEmpty() ? "an image of 8 MiB passes" + unseen(facts, topics) : "");
    }

    private static String unseen(ClusterFacts facts, List<TopicDefinition> topics) {
        List<String> unseen = new ArrayList<>();
        topics.stream()
                .map(TopicDefinition::name)
                .filter(name -> settings(facts, name).isEmpty())
                .forEach(unseen::add);
        facts.brokerSettings().forEach((id, reply) -> {
            if (reply.value().isEmpty()) {
                unseen.add("broker " + id);
            }
        });
        return unseen.isEmpty() ? "" : ", as far as can be seen (not: " + String.join(", ", unseen) + ")";
    }

    private static Optional<Map<String, String>> settings(ClusterFacts facts, String topic) {
        return Optional.ofNullable(facts.topicSettings().get(topic)).flatMap(Reply::value);
    }

    private static void judgeTopic(
            Notes notes, ClusterFacts facts, TopicDefinition definition, TopicsCommandLine mending) {
        Map<String, String> settings = settings(facts, definition.name()).orElse(Map.of()); // see topics and rights
        for (TopicDrift deviation : definition.deviations(settings, 1)) {
            if (deviation.setting().key().equals(TopicsCheck.MAX_MESSAGE)) {
                notes.fail(
                        definition.name() + ": " + deviation.sentence() + ", or "
                                + deviation.setting().why(),
                        mending.fix());
            }
        }
    }

    private static void atLeast(Notes notes, Map<String, Object> client, String key, String otherwise) {
        if (Limits.number(client, key, RECORD) < RECORD) {
            notes.fail(
                    "kafka." + key + " is " + client.get(key) + ", less than an image of " + RECORD + " bytes: "
                            + otherwise,
                    "leave it out");
        }
    }
}
