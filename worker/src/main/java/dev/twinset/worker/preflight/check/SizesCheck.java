package dev.twinset.worker.preflight.check;

import dev.twinset.contract.record.EventLimits;
import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDrift;
import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the largest image gets all the way: through a request to the broker, onto the topics, into the worker, and,
 * as a dead letter, back. A topic without a limit of its own has the broker's message.max.bytes, which Kafka reports as
 * the topic's. Fetch sizes and replica.fetch.max.bytes bound no single record: Kafka sends a larger one alone.
 */
final class SizesCheck implements ClusterCheck {
    static final String NAME = "sizes";
    private static final long RECORD = EventLimits.DEFAULT.recordBytes();

    private final ClusterUse use;

    SizesCheck(ClusterUse use) {
        this.use = use;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding examine(ClusterState state) {
        Notes notes = new Notes(NAME);
        use.eventTopics().forEach(definition -> judgeTopic(notes, state, definition));
        state.brokerSettings()
                .forEach((id, settings) -> settings.value()
                        .filter(known -> NumericSetting.of(known, "socket.request.max.bytes", Long.MAX_VALUE) < RECORD)
                        .ifPresent(known -> notes.block(
                                "broker " + id + " takes requests of " + known.get("socket.request.max.bytes")
                                        + " bytes at most, an image needs " + RECORD,
                                "raise socket.request.max.bytes of that broker")));
        atLeast(notes, use.results(), "max.request.size", "a large dead letter cannot be sent and stops the worker");
        atLeast(notes, use.results(), "buffer.memory", "a large dead letter cannot be sent and stops the worker");
        return notes.finding(notes.isEmpty() ? "an image of 8 MiB passes" + unseen(state) : "");
    }

    private String unseen(ClusterState state) {
        List<String> unseen = new ArrayList<>();
        use.eventTopics().stream()
                .map(TopicDefinition::name)
                .filter(name -> state.settings(name).value().isEmpty())
                .forEach(unseen::add);
        state.brokerSettings().forEach((id, reply) -> {
            if (reply.value().isEmpty()) {
                unseen.add("broker " + id);
            }
        });
        return unseen.isEmpty() ? "" : ", as far as can be seen (not: " + String.join(", ", unseen) + ")";
    }

    private void judgeTopic(Notes notes, ClusterState state, TopicDefinition definition) {
        Map<String, String> settings =
                state.settings(definition.name()).value().orElse(Map.of()); // see topics and rights
        for (TopicDrift deviation : definition.deviations(settings, 1)) {
            if (deviation.setting().key().equals(TopicsCheck.MAX_MESSAGE)) {
                notes.block(
                        definition.name() + ": " + deviation.sentence() + ", or "
                                + deviation.setting().why(),
                        new TopicsCommandLine(use).fix());
            }
        }
    }

    private static void atLeast(Notes notes, Map<String, Object> client, String key, String otherwise) {
        if (NumericSetting.of(client, key, RECORD) < RECORD) {
            notes.block(
                    "kafka." + key + " is " + client.get(key) + ", less than an image of " + RECORD + " bytes: "
                            + otherwise,
                    "leave it out");
        }
    }
}
