package dev.twinset.worker.preflight.cluster;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a worker uses of a cluster, and how.
 *
 * @param names empty if the model is unknown
 * @param admin settings of its admin client
 * @param uploads settings of its consumer
 * @param results settings of its producer
 */
public record ClusterUse(
        Topics topics,
        Optional<WorkerNames> names,
        Map<String, Object> admin,
        Map<String, Object> uploads,
        Map<String, Object> results) {
    public ClusterUse {
        requireNonNull(topics, "topics is null");
        requireNonNull(names, "names is null");
        admin = Map.copyOf(admin);
        uploads = Map.copyOf(uploads);
        results = Map.copyOf(results);
    }

    public String bootstrap() {
        return String.valueOf(admin.getOrDefault("bootstrap.servers", "?"));
    }

    /** By which the members of the group are told apart. */
    public String clientId() {
        return String.valueOf(uploads.getOrDefault("client.id", ""));
    }

    public List<TopicDefinition> eventTopics() {
        return TopicDefinitions.events(topics);
    }

    /** What the model's changelog must be; empty if the model is unknown. */
    public Optional<TopicDefinition> changelog() {
        return names.map(known -> TopicDefinitions.changelog(known.changelog()));
    }

    /** Without the settings: there are passwords among them. */
    @Override
    public String toString() {
        return "ClusterUse[bootstrap=" + bootstrap() + ", topics=" + topics + ", names=" + names + "]";
    }
}
