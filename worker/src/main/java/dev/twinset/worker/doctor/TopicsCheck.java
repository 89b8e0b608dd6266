package dev.twinset.worker.doctor;

import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDrift;
import dev.twinset.worker.doctor.Finding.Notes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/** Whether the topics are there, as {@link TopicDefinition} says, and can be written. Sizes are another check's. */
final class TopicsCheck {
    static final String NAME = "topics";
    static final String MAX_MESSAGE = "max.message.bytes";
    private static final int SAFE_REPLICATION = TopicDefinition.SAFE_REPLICATION;

    private final ClusterFacts facts;
    private final TopicsCommandLine mending;
    private final Notes notes = new Notes(NAME);

    TopicsCheck(ClusterFacts facts, TopicsCommandLine mending) {
        this.facts = facts;
        this.mending = mending;
    }

    /** @param featureLog what the model's log must be; empty if the model is unknown */
    Finding examine(List<TopicDefinition> events, Optional<TopicDefinition> featureLog) {
        events.forEach(definition -> judge(definition, true));
        featureLog.ifPresent(definition -> judge(definition, false));
        String seen = events.stream()
                .map(definition -> definition.name()
                        + described(definition.name())
                                .map(topic -> " (" + topic.partitions().size() + ")")
                                .orElse(""))
                .collect(Collectors.joining(", "));
        return notes.finding("partitions: " + seen
                + featureLog
                        .map(log -> described(log.name()).isPresent()
                                ? ", " + log.name()
                                : "; " + log.name() + " is made by the first worker")
                        .orElse(""));
    }

    private Optional<TopicDescription> described(String name) {
        return Optional.ofNullable(facts.topics().get(name)).flatMap(Reply::value);
    }

    private void judge(TopicDefinition definition, boolean mustExist) {
        String name = definition.name();
        Reply<TopicDescription> found = facts.topics().getOrDefault(name, Reply.failed(new IllegalStateException("?")));
        if (found.isUnknownTopic()) {
            if (mustExist) {
                notes.fail("there is no topic " + name, mending.create());
            }
            return;
        }
        if (found.value().isPresent()) {
            judgePartitions(found.value().get());
            judgeSettings(definition, found.value().get());
        } else if (!found.isForbidden()) { // rights are another check's
            notes.fail("nothing is known of topic " + name + ": " + found.why(), "look at the brokers' logs");
        }
    }

    private void judgePartitions(TopicDescription topic) {
        long without = topic.partitions().stream()
                .filter(partition ->
                        partition.leader() == null || partition.leader().isEmpty())
                .count();
        if (without > 0) {
            notes.fail(
                    topic.name() + " has " + Text.count(without, "partition") + " of "
                            + topic.partitions().size() + " without a leader: a broker is away",
                    "start that broker");
        }
        int copies = copies(topic);
        int brokers =
                facts.identity().value().map(known -> known.nodes().size()).orElse(0);
        if (copies < SAFE_REPLICATION && brokers >= SAFE_REPLICATION) {
            notes.warn(
                    topic.name() + " has " + Text.count(copies, "copy").replace("copys", "copies")
                            + " of a partition on " + brokers + " brokers: it stops, or is lost, with a broker",
                    "kafka-reassign-partitions.sh makes more copies");
        }
    }

    private void judgeSettings(TopicDefinition definition, TopicDescription topic) {
        Optional<Map<String, String>> settings =
                Optional.ofNullable(facts.topicSettings().get(topic.name())).flatMap(Reply::value);
        if (settings.isEmpty()) {
            notes.warn(
                    "the settings of " + topic.name() + " cannot be seen, so they are not checked",
                    "grant DescribeConfigs on it, or run the doctor as an administrator");
            return;
        }
        for (TopicDrift deviation : definition.deviations(settings.get(), copies(topic))) {
            String what = topic.name() + ": " + deviation.sentence() + ", or "
                    + deviation.setting().why();
            if (deviation.setting().key().equals(MAX_MESSAGE)) {
                continue;
            }
            if (deviation.setting().breaks()) {
                notes.fail(what, mending.fix());
            } else {
                notes.warn(what, mending.fix());
            }
        }
        judgeInSync(topic, settings.get());
    }

    private void judgeInSync(TopicDescription topic, Map<String, String> settings) {
        long least = Limits.number(settings, "min.insync.replicas", 1);
        long tooFew = topic.partitions().stream()
                .filter(partition -> partition.isr().size()
                        < Math.min(least, partition.replicas().size()))
                .count();
        if (tooFew > 0) {
            notes.fail(
                    topic.name() + " has " + Text.count(tooFew, "partition") + " with fewer copies in sync than the "
                            + least + " that every write needs: a broker is away",
                    "start that broker");
        }
    }

    /** Of the partition that has the fewest. */
    private static int copies(TopicDescription topic) {
        return topic.partitions().stream()
                .map(TopicPartitionInfo::replicas)
                .mapToInt(List::size)
                .min()
                .orElse(0);
    }
}
