package dev.twinset.worker.models;

import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.ClientErrors;
import dev.twinset.kafka.client.ClusterAdmin;
import dev.twinset.kafka.client.RangeReader;
import dev.twinset.kafka.errors.KafkaAccessException;
import dev.twinset.kafka.errors.Right;
import dev.twinset.kafka.models.ModelsState;
import dev.twinset.kafka.models.ModelsTopic;
import dev.twinset.worker.app.WorkerConfig;
import dev.twinset.worker.kafka.ClientConfig;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The models of the workers of one configuration, on their cluster. */
final class KafkaModelCluster implements ModelCluster, AutoCloseable {
    private static final String CLIENT_ID = "twinset-models";

    /** Each worker of the next model tries to write, and only one needs to. */
    private static final int ATTEMPTS = 10;

    private final WorkerConfig config;
    private final Topics topics;
    private final ClientConfig clients;
    private final Map<String, Object> client;
    private final ClusterAdmin cluster;
    private final ModelsTopic topic;

    private KafkaModelCluster(WorkerConfig config, ClusterAdmin cluster, ModelsTopic topic) {
        this.config = config;
        this.topics = config.topics();
        this.clients = config.clients("models");
        this.client = clients.admin();
        this.cluster = cluster;
        this.topic = topic;
    }

    /** @throws IOException if no broker answers, or the topic of models is missing or may not be read */
    static KafkaModelCluster open(WorkerConfig config) throws IOException, InterruptedException {
        Map<String, Object> client = config.clients("models").admin();
        ModelsTopic topic = ModelsTopic.open(client, config.topics());
        return new KafkaModelCluster(config, new ClusterAdmin(client), topic);
    }

    @Override
    public ModelsState state() throws IOException {
        return topic.state();
    }

    @Override
    public ModelsState change(ModelsTopic.Change change) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return topic.change(
                        () -> new KafkaProducer<>(
                                clients.models(), new ByteArraySerializer(), new ByteArraySerializer()),
                        change);
            } catch (ProducerFencedException | InvalidProducerEpochException e) {
                if (attempt == ATTEMPTS) {
                    throw new IOException("others write to topic " + topics.models() + " all the time: try again", e);
                }
            } catch (KafkaException e) {
                throw refused(e);
            }
        }
    }

    private IOException refused(KafkaException e) {
        if (e instanceof InterruptException) {
            Thread.currentThread().interrupt();
            return new InterruptedIOException("interrupted");
        }
        List<Right> needed = List.of(
                Right.topic(AclOperation.WRITE, topics.models()),
                new Right(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, clients.modelsTransactionalId()));
        Optional<String> why = ClientErrors.access(client).explain(e, needed);
        return why.isPresent()
                ? new KafkaAccessException(why.get(), e)
                : new IOException("topic " + topics.models() + " cannot be written: " + e.getMessage(), e);
    }

    @Override
    public Set<String> models() throws IOException, InterruptedException {
        Set<String> models = new TreeSet<>();
        String changelogs = topics.features("");
        cluster.await(cluster.admin().listTopics().names()).forEach(name -> add(models, changelogs, name));
        String groups = config.clients("").group();
        cluster.await(cluster.admin()
                        .listGroups(ListGroupsOptions.forConsumerGroups())
                        .all())
                .forEach(group -> add(models, groups, group.groupId()));
        return models;
    }

    private static void add(Set<String> models, String prefix, String name) {
        if (name.startsWith(prefix) && name.length() > prefix.length()) {
            models.add(name.substring(prefix.length()));
        }
    }

    @Override
    public int workers(String model) throws IOException, InterruptedException {
        return found(cluster.admin()
                        .describeConsumerGroups(List.of(group(model)))
                        .all())
                .map(groups -> groups.get(group(model)))
                .map(described -> described.members().size())
                .orElse(0);
    }

    @Override
    public long lag(String model) throws IOException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = found(
                        cluster.admin().listConsumerGroupOffsets(group(model)).partitionsToOffsetAndMetadata())
                .orElse(Map.of());
        try (RangeReader images = RangeReader.committed(client, CLIENT_ID, topics.images())) {
            Map<TopicPartition, Long> from = new HashMap<>(images.beginnings());
            Map<TopicPartition, Long> to = images.ends();
            committed.forEach((partition, offset) -> {
                if (offset != null) {
                    from.computeIfPresent(partition, (same, first) -> Math.max(first, offset.offset()));
                }
            });
            long lag = 0;
            for (Map.Entry<TopicPartition, Long> partition : to.entrySet()) {
                lag += Math.max(0, partition.getValue() - from.getOrDefault(partition.getKey(), 0L));
            }
            // the end of a transaction counts as a record, and nobody processes it
            return lag > to.size() || holdsEvents(images, from, to) ? lag : 0;
        }
    }

    private static boolean holdsEvents(RangeReader images, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to)
            throws IOException, InterruptedException {
        boolean[] found = {false};
        images.read(from, to, record -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }

    @Override
    public void delete(String model) throws IOException, InterruptedException {
        found(cluster.admin().deleteConsumerGroups(List.of(group(model))).all());
        found(cluster.admin().deleteTopics(List.of(topics.features(model))).all());
    }

    private String group(String model) {
        return config.clients(model).group();
    }

    /** Empty if there is no such group or topic. */
    private <T> Optional<T> found(KafkaFuture<T> asked) throws IOException, InterruptedException {
        try {
            return Optional.ofNullable(cluster.await(asked));
        } catch (IOException e) {
            if (e.getCause() instanceof GroupIdNotFoundException
                    || e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        topic.close();
        cluster.close();
    }
}
