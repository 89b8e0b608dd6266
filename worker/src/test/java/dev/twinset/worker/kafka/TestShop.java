package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.ImageReference;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.event.InlineImage;
import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.worker.engine.EngineSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.TestInfo;

/** A shop beside the workers: topics of its own, events in, and all that a read_committed reader sees. */
final class TestShop implements AutoCloseable {
    static final int PARTITIONS = 3;

    final Topics topics;
    final EventCodec codec;
    final Map<String, CatalogEvent> published = new LinkedHashMap<>();
    /** How long the workers let changes wait until they answer afresh; empty for never. */
    Optional<Duration> standing = Optional.empty();

    /** The engine that holds the workers' features; empty if each holds them itself. */
    Optional<EngineSettings> engine = Optional.empty();

    private final String bootstrap;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, KafkaConsumer<byte[], byte[]>> readers = new HashMap<>();
    private volatile Optional<Exception> failure = Optional.empty();
    private int descriptions;

    /** Its topics are named after the test. */
    TestShop(String bootstrap, TestInfo test) {
        this(bootstrap, test.getTestMethod().orElseThrow().getName());
    }

    TestShop(String bootstrap, String name) {
        this.bootstrap = bootstrap;
        topics = new Topics(
                name + ".images",
                name + ".queries",
                name + ".attributes",
                name + ".models",
                name + ".features",
                name + ".answers",
                name + ".rejected");
        codec = new EventCodec(topics, Clock.systemUTC(), "/test/shop");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(TopicDefinitions.events(topics).stream()
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(PARTITIONS), (short) 1)
                                    .configs(topic.initial(1)))
                            .toList())
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            awaitTopics(admin);
        }
        // one request at a time: a broker that learns of a topic may refuse the first request and take the second, and
        // then refuses the first for ever, as out of order
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "max.in.flight.requests.per.connection", "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The broker may know a topic a moment later than the controller that made it. */
    private void awaitTopics(Admin admin) {
        List<String> names = TopicDefinitions.events(topics).stream()
                .map(TopicDefinition::name)
                .toList();
        await("the broker to know the topics")
                .atMost(Duration.ofMinutes(1))
                .until(() -> admin.listTopics().names().get().containsAll(names));
    }

    void upload(String itemId, String image) {
        send(new ImageUploaded(itemId, eventId(), image.getBytes(UTF_8), Map.of(), Optional.empty(), Optional.empty()));
    }

    void upload(String itemId, String image, Map<String, String> attributes, Map<String, String> options) {
        InlineImage inline = new InlineImage(image.getBytes(UTF_8));
        send(new ImageUploaded(itemId, eventId(), inline, attributes, options, Optional.empty(), Optional.empty()));
    }

    void query(String queryId, String image, Map<String, String> attributes, Map<String, String> options) {
        InlineImage inline = new InlineImage(image.getBytes(UTF_8));
        send(new ImageQueried(queryId, eventId(), inline, attributes, options, Optional.empty(), Optional.empty()));
    }

    void upload(String itemId, String image, String traceparent) {
        send(new ImageUploaded(
                itemId, eventId(), image.getBytes(UTF_8), Map.of(), Optional.empty(), Optional.of(traceparent)));
    }

    void refer(String itemId, String key) {
        ImageReference reference = new ImageReference(key, Optional.empty());
        send(new ImageUploaded(itemId, eventId(), reference, Map.of(), Optional.empty(), Optional.empty()));
    }

    void query(String queryId, String image) {
        send(new ImageQueried(queryId, eventId(), image.getBytes(UTF_8), Optional.empty(), Optional.empty()));
    }

    void delete(String itemId) {
        send(new ImageDeleted(itemId, eventId(), Optional.empty(), Optional.empty()));
    }

    /** Says something of an item beside its image; empty forgets it. Returns when it is acknowledged. */
    void describe(String itemId, Optional<Map<String, String>> attributes) {
        try {
            producer.send(KafkaRecords.outgoing(
                            codec.itemAttributes(new ItemAttributes(itemId, attributes), "d" + ++descriptions)))
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What no producer of ours says of an item. */
    void describeRaw(String key, String value) {
        var unused =
                producer.send(new ProducerRecord<>(topics.attributes(), key.getBytes(UTF_8), value.getBytes(UTF_8)));
    }

    /** Sends a dead letter's event again, as a redrive does. */
    void replay(RejectedImage letter) {
        var unused = producer.send(KafkaRecords.outgoing(codec.replay(letter)));
    }

    /** What no producer of ours sends, to the topic of queries. */
    void sendRaw(String key, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topics.queries(), key.getBytes(UTF_8), "image".getBytes(UTF_8));
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        var unused = producer.send(record);
    }

    private String eventId() {
        return "e" + published.size();
    }

    private void send(CatalogEvent event) {
        published.put(event.eventId(), event);
        var unused = producer.send(KafkaRecords.outgoing(codec.event(event)), (metadata, e) -> {
            if (e != null) {
                failure = Optional.of(e);
            }
        });
    }

    void flush() {
        producer.flush();
        failure.ifPresent(e -> {
            throw new IllegalStateException("an event was not sent", e);
        });
    }

    /** Everything on a topic that is committed now. Any thread. */
    synchronized List<EventRecord> read(String topic) {
        KafkaConsumer<byte[], byte[]> consumer = readers.computeIfAbsent(topic, unread -> reader());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<EventRecord> records = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                records.add(KafkaRecords.incoming(record));
            }
        }
        return records;
    }

    /** Kept open: tests read again and again while they wait, and opening one takes longer than reading. */
    private KafkaConsumer<byte[], byte[]> reader() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "isolation.level", "read_committed",
                        "fetch.max.wait.ms", "20",
                        // a topic may get more partitions
                        "metadata.max.age.ms", "500"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Answers, withdrawals and dead letters. */
    long terminals() {
        return (long) read(topics.recommendations()).size()
                + read(topics.rejected()).size();
    }

    /** The group of the workers of the model {@code fake}. */
    String group() {
        return topics.images() + ".fake";
    }

    /** Waits until every event that was published has its terminal record, as far as counting tells. */
    void awaitAnswers(Duration timeout) {
        flush();
        await("answers to " + published.size() + " events")
                .atMost(timeout)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> terminals() >= published.size());
    }

    /** The id of an item or a query. */
    static String key(EventRecord record) {
        return new String(record.key().orElseThrow(), UTF_8);
    }

    /** Changes a topic's setting; returns when the broker knows it. */
    static void alter(Admin admin, String topic, String name, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
        await("the broker to know it").atMost(Duration.ofMinutes(1)).until(() -> {
            Config known = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            return known != null && value.equals(known.get(name).value());
        });
    }

    @Override
    public synchronized void close() {
        readers.values().forEach(KafkaConsumer::close);
        producer.close();
    }
}
