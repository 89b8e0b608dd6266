package dev.twinset.producer.topics;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDrift;
import dev.twinset.kafka.client.ClusterAdmin;
import dev.twinset.kafka.client.TopicCreation;
import dev.twinset.producer.topics.ExistingTopics.FoundTopic;
import dev.twinset.producer.topics.TopicDiff.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Makes topics what they must be: creates what is missing and, where that is wished, alters settings that are wrong.
 * Doing it again changes nothing. Never touches partitions: keys would move between them, and with them the order of an
 * item's events and what compaction knows of it.
 */
public final class TopicSetup {
    private static final int MOST_COPIES = TopicDefinition.SAFE_REPLICATION;

    private final Map<String, Object> clientConfig;

    /** @param clientConfig Kafka client settings, {@code bootstrap.servers} at least */
    public TopicSetup(Map<String, Object> clientConfig) {
        this.clientConfig = Map.copyOf(clientConfig);
    }

    /**
     * Returns when every topic that was made can be used.
     *
     * @throws IOException if no broker answers, or it refuses: in one sentence
     */
    public List<TopicDiff> fulfil(TopicSpec wish) throws IOException, InterruptedException {
        requireNonNull(wish, "wish is null");
        try (ClusterAdmin cluster = new ClusterAdmin(clientConfig)) {
            ExistingTopics existing = new ExistingTopics(cluster);
            Map<String, FoundTopic> found = existing.find(
                    wish.topics().stream().map(TopicDefinition::name).toList());
            List<TopicDiff> reviews = new ArrayList<>();
            List<NewTopic> missing = new ArrayList<>();
            for (TopicDefinition wanted : wish.topics()) {
                FoundTopic topic = found.get(wanted.name());
                if (topic == null) {
                    NewTopic made = newTopic(wanted, wish, cluster);
                    missing.add(made);
                    reviews.add(created(made));
                } else {
                    reviews.add(reviewed(wanted, topic, wish, existing));
                }
            }
            if (!missing.isEmpty() && !wish.dryRun()) {
                new TopicCreation(cluster).create(missing);
            }
            return reviews;
        }
    }

    private static NewTopic newTopic(TopicDefinition wanted, TopicSpec wish, ClusterAdmin cluster)
            throws IOException, InterruptedException {
        short copies = wish.replication().isPresent()
                ? wish.replication().get()
                : (short) Math.min(MOST_COPIES, cluster.brokers());
        return TopicCreator.topic(wanted, wish.partitions().orElse(TopicCreator.DEFAULT_PARTITIONS), copies);
    }

    private static TopicDiff created(NewTopic made) {
        return new TopicDiff(
                made.name(),
                State.CREATED,
                made.numPartitions(),
                made.replicationFactor(),
                List.of(),
                List.of(),
                false);
    }

    private static TopicDiff reviewed(TopicDefinition wanted, FoundTopic topic, TopicSpec wish, ExistingTopics existing)
            throws IOException, InterruptedException {
        List<String> left = fixedForEver(wanted, topic, wish);
        boolean broken = !left.isEmpty();
        List<String> done = new ArrayList<>();
        Map<String, String> altered = new LinkedHashMap<>();
        for (TopicDrift deviation : wanted.deviations(topic.settings(), topic.replication())) {
            String key = deviation.setting().key();
            if (!wish.fix()) {
                left.add(deviation.sentence() + ", or " + deviation.setting().why() + ": --fix alters it");
                broken |= deviation.setting().breaks();
            } else if (deviation.fixingDeletes() && !existing.isEmpty(topic)) {
                left.add(byHand(wanted.name(), deviation));
                broken |= deviation.setting().breaks();
            } else {
                altered.put(key, deviation.setting().value());
                done.add(key + " " + deviation.actual() + " -> "
                        + deviation.setting().value());
            }
        }
        if (!altered.isEmpty() && !wish.dryRun()) {
            existing.alter(wanted.name(), altered);
        }
        State state = altered.isEmpty() ? State.KEPT : State.ALTERED;
        return new TopicDiff(wanted.name(), state, topic.partitions(), topic.replication(), done, left, broken);
    }

    private static String byHand(String topic, TopicDrift deviation) {
        return deviation.sentence() + ", or " + deviation.setting().why()
                + "; but then Kafka deletes old records that it keeps now: if that is meant, kafka-configs.sh --alter"
                + " --topic " + topic + " --add-config " + deviation.setting().key() + "=["
                + deviation.setting().value() + "]";
    }

    /** What was asked for by number and cannot be had. */
    private static List<String> fixedForEver(TopicDefinition wanted, FoundTopic topic, TopicSpec wish) {
        List<String> left = new ArrayList<>();
        int partitions = wish.partitions().map(wanted::partitions).orElse(topic.partitions());
        if (partitions != topic.partitions()) {
            left.add("has " + topic.partitions() + " partitions, not " + partitions
                    + ", and keeps them: keys would move to others, away from what they replace; to change that, make a"
                    + " topic of another name and publish the catalogue again");
        }
        int replication = wish.replication().orElse((short) topic.replication());
        if (replication != topic.replication()) {
            left.add("has " + topic.replication() + " copies of a partition, not " + replication
                    + ": kafka-reassign-partitions.sh makes or drops copies");
        }
        return left;
    }
}
