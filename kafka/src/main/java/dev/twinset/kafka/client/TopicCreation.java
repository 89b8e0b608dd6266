package dev.twinset.kafka.client;

import dev.twinset.kafka.errors.Right;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates topics and waits until they can be used. */
public final class TopicCreation {
    private static final long VISIBLE_NANOS = 15_000_000_000L;

    private final ClusterAdmin cluster;

    public TopicCreation(ClusterAdmin cluster) {
        this.cluster = cluster;
    }

    /**
     * Creates those that do not exist yet; returns when the leaders of all their partitions serve. Until then a leader
     * may refuse a producer's first batch and accept its second; it then refuses the first one forever.
     */
    public void create(List<NewTopic> wanted) throws IOException, InterruptedException {
        for (Map.Entry<String, KafkaFuture<Void>> topic :
                cluster.admin().createTopics(wanted).values().entrySet()) {
            try {
                cluster.get(topic.getValue());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw cluster.errors().refusal(e, List.of(Right.topic(AclOperation.CREATE, topic.getKey())));
                }
            }
        }
        List<String> topics = wanted.stream().map(NewTopic::name).toList();
        awaitVisible(topics);
        awaitServed(topics);
    }

    private void awaitVisible(List<String> topics) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!cluster.topics().existing(topics).containsAll(topics)) {
            if (System.nanoTime() - start > VISIBLE_NANOS) {
                List<String> late = new ArrayList<>(topics);
                late.removeAll(cluster.topics().existing(topics));
                throw new IOException("Kafka at " + cluster.errors().servers() + " accepted the topics " + late
                        + " but does not show them after 15 s; look at its log");
            }
            Thread.sleep(50);
        }
    }

    /** The client asks each leader again until it answers. */
    private void awaitServed(List<String> topics) throws IOException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = cluster.topics().topicPartitions(topics, AclOperation.DESCRIBE).stream()
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        cluster.await(
                cluster.admin().listOffsets(ends).all(),
                topics.stream()
                        .map(topic -> Right.topic(AclOperation.DESCRIBE, topic))
                        .toList());
    }
}
