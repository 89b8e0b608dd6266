package dev.twinset.producer.answer;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.InlineImage;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.ClientErrors;
import dev.twinset.kafka.client.ClusterAdmin;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.Producers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.acl.AclOperation;

/** Sends a query for an image and waits for the answer. Every call opens a new connection; any thread may call. */
public final class ImageQuery {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Object> clientConfig;
    private final Topics topics;
    private final EventCodec codec;

    /** @param clientConfig Kafka client settings, {@code bootstrap.servers} at least */
    public ImageQuery(Map<String, Object> clientConfig, Topics topics) {
        this.clientConfig = Map.copyOf(clientConfig);
        this.topics = requireNonNull(topics, "topics is null");
        this.codec = new EventCodec(topics, Clock.systemUTC(), "/twinset/query");
    }

    /**
     * The answer: recommendations or a rejection.
     *
     * @param image JPEG, PNG or WebP bytes
     * @param attributes what is known of what it shows, for a filter to compare with
     * @param options what is asked of the answer, by the names of {@link dev.twinset.contract.option.AnswerOptions}
     * @throws IOException if no broker answers, a topic is missing, or no worker answers in time
     * @throws IllegalArgumentException if a worker would reject it: an empty or too large image, an option out of its
     *     range
     */
    public Answer ask(byte[] image, Map<String, String> attributes, Map<String, String> options, Duration timeout)
            throws IOException, InterruptedException {
        String id = "query-" + UUID.randomUUID();
        OutgoingRecord query = codec.event(new ImageQueried(
                id, id, new InlineImage(image), attributes, options, Optional.empty(), Optional.empty()));
        try (ClusterAdmin cluster = new ClusterAdmin(clientConfig)) {
            cluster.topics().partitions(List.of(topics.queries()), AclOperation.WRITE);
        }
        // positioned before the query is sent, so that its answer cannot be missed
        try (RecommendationSubscriber subscriber = new RecommendationSubscriber(clientConfig, topics, false)) {
            Producers.send(clientConfig, "twinset-query", List.of(KafkaRecords.outgoing(query)));
            long start = System.nanoTime();
            while (System.nanoTime() - start < timeout.toNanos()) {
                for (Answer answer : subscriber.poll(POLL)) {
                    if (answer.itemId().equals(id)) {
                        return answer;
                    }
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        throw new IOException("no answer within " + timeout.toSeconds() + " s from the workers of Kafka at "
                + ClientErrors.servers(clientConfig) + ", topic " + topics.queries()
                + ": is one running (twinset worker), and has it caught up? --timeout waits longer");
    }
}
