package dev.twinset.worker.preflight.check;

import dev.twinset.console.Numbers;
import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDrift;
import dev.twinset.worker.preflight.cluster.AdminResult;
import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/** Whether the topics exist, are as {@link TopicDefinition} says, and can be written. Sizes are another check's. */
final class TopicsCheck implements ClusterCheck {
    static final String NAME = "topics";
    static final String MAX_MESSAGE = "max.message.bytes";
    private static final int SAFE_REPLICATION = TopicDefinition.SAFE_REPLICATION;

    private final ClusterUse use;

    TopicsCheck(ClusterUse use) {
        this.use = use;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding examine(ClusterState state) {
        return new Examination(state).finding();
    }

    /** One pass over the topics of one state. */
    private final class Examination {
        private final ClusterState state;
        private final Notes notes = new Notes(NAME);
        private final List<String> unseen = new ArrayList<>();

        Examination(ClusterState state) {
            this.state = state;
        }

        Finding finding() {
            use.eventTopics().forEach(definition -> judge(definition, true));
            use.changelog().ifPresent(definition -> judge(definition, false));
            if (!unseen.isEmpty()) {
                notes.warn(
                        "the settings of " + String.join(", ", unseen) + " cannot be seen, so they are not checked",
                        "grant DescribeConfigs on each, or run the doctor as an administrator");
            }
            String seen = use.eventTopics().stream()
                    .map(definition -> definition.name()
                            + described(definition.name())
                                    .map(topic -> " (" + topic.partitions().size() + ")")
                                    .orElse(""))
                    .collect(Collectors.joining(", "));
            return notes.finding("partitions: " + seen
                    + use.changelog()
                            .map(log -> described(log.name()).isPresent()
                                    ? ", " + log.name()
                                    : "; " + log.name() + " is made by the first worker")
                            .orElse(""));
        }

        private Optional<TopicDescription> described(String name) {
            return state.topic(name).value();
        }

        private void judge(TopicDefinition definition, boolean mustExist) {
            String name = definition.name();
            AdminResult<TopicDescription> found = state.topic(name);
            if (found.isUnknownTopic()) {
                if (mustExist) {
                    notes.block("there is no topic " + name, new TopicsCommandLine(use).create());
                }
                return;
            }
            if (found.value().isPresent()) {
                judgePartitions(found.value().get());
                judgeOrder(definition, found.value().get());
                judgeSettings(definition, found.value().get());
            } else if (!found.isForbidden()) { // rights are another check's
                notes.block("nothing is known of topic " + name + ": " + found.why(), "look at the brokers' logs");
            }
        }

        private void judgePartitions(TopicDescription topic) {
            long without = topic.partitions().stream()
                    .filter(partition ->
                            partition.leader() == null || partition.leader().isEmpty())
                    .count();
            if (without > 0) {
                notes.fail(
                        topic.name() + " has " + Numbers.count(without, "partition") + " of "
                                + topic.partitions().size() + " without a leader: a broker is away",
                        "start that broker");
            }
            int copies = copies(topic);
            int brokers =
                    state.identity().value().map(known -> known.nodes().size()).orElse(0);
            if (copies < SAFE_REPLICATION && brokers >= SAFE_REPLICATION) {
                notes.warn(
                        topic.name() + " has " + Numbers.count(copies, "copy").replace("copys", "copies")
                                + " of a partition on " + brokers + " brokers: it stops, or is lost, with a broker",
                        "kafka-reassign-partitions.sh makes more copies");
            }
        }

        private void judgeOrder(TopicDefinition definition, TopicDescription topic) {
            int partitions = topic.partitions().size();
            if (definition.ordered() && partitions != 1) {
                notes.block(
                        topic.name() + " has " + partitions
                                + " partitions, expected 1: its records have no order, and workers may take different"
                                + " models for the one that answers",
                        "delete that topic, and run " + new TopicsCommandLine(use).create());
            }
        }

        private void judgeSettings(TopicDefinition definition, TopicDescription topic) {
            Optional<Map<String, String>> settings =
                    state.settings(topic.name()).value();
            if (settings.isEmpty()) {
                unseen.add(topic.name());
                return;
            }
            for (TopicDrift drift : definition.deviations(settings.get(), copies(topic))) {
                String what = topic.name() + ": " + drift.sentence() + ", or "
                        + drift.setting().why();
                if (drift.setting().key().equals(MAX_MESSAGE)) {
                    continue;
                }
                if (drift.setting().breaks()) {
                    notes.block(what, new TopicsCommandLine(use).fix());
                } else {
                    notes.warn(what, new TopicsCommandLine(use).fix());
                }
            }
            judgeInSync(topic, settings.get());
        }

        private void judgeInSync(TopicDescription topic, Map<String, String> settings) {
            long least = NumericSetting.of(settings, "min.insync.replicas", 1);
            long tooFew = topic.partitions().stream()
                    .filter(partition -> partition.isr().size()
                            < Math.min(least, partition.replicas().size()))
                    .count();
            if (tooFew > 0) {
                notes.fail(
                        topic.name() + " has " + Numbers.count(tooFew, "partition")
                                + " with fewer copies in sync than the " + least
                                + " that every write needs: a broker is away",
                        "start that broker");
            }
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
