package dev.twinset.benchmarks.ingest;

import dev.twinset.benchmarks.TemporaryDirectory;
import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.Producers;
import dev.twinset.producer.topics.TopicCreator;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/**
 * Images that wait on their own topics, and features of other items in the changelog.
 *
 * @param bootstrap where the broker is
 * @param items that wait
 * @param stored in the changelog
 */
record Backlog(String bootstrap, Topics topics, int items, int stored) {
    private static final int PARTITIONS = 12;

    /**
     * @param name of the turn, part of the topics' names
     * @param pictures one of each item
     * @param modelId of the workers
     * @param stored features of other items
     */
    static Backlog publish(String bootstrap, String name, List<byte[]> pictures, String modelId, float[][] stored)
            throws IOException, InterruptedException {
        Topics topics = new Topics(
                name + ".images",
                name + ".queries",
                name + ".attributes",
                name + ".models",
                name + ".features",
                name + ".answers",
                name + ".rejected");
        TopicCreator.create(Map.of("bootstrap.servers", bootstrap), topics, PARTITIONS, (short) 1);
        createChangelog(bootstrap, topics, modelId);
        EventCodec codec = new EventCodec(topics, Clock.systemUTC(), "/bench");
        try (Producer<byte[], byte[]> producer =
                Producers.connect(Map.of("bootstrap.servers", bootstrap), "twinset-bench")) {
            for (int item = 0; item < pictures.size(); item++) {
                send(producer, codec, "item-" + item, "event-" + item, pictures.get(item));
            }
            for (int item = 0; item < stored.length; item++) {
                var unused = producer.send(KafkaRecords.outgoing(codec.feature(
                        modelId,
                        new FeatureRecord("stored-" + item, Optional.of(stored[item]), Map.of(), "bench", 0))));
            }
        }
        return new Backlog(bootstrap, topics, pictures.size(), stored.length);
    }

    /** As a worker would create it; the group begins with the first image, so that it is not taken for a new one. */
    private static void createChangelog(String bootstrap, Topics topics, String modelId) {
        Map<TopicPartition, OffsetAndMetadata> first = IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topics.images(), partition),
                        partition -> new OffsetAndMetadata(0)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            TopicDefinition changelog = TopicDefinitions.changelog(topics.features(modelId));
            admin.createTopics(List.of(
                            new NewTopic(changelog.name(), PARTITIONS, (short) 1).configs(changelog.initial(1))))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            admin.alterConsumerGroupOffsets(topics.images() + "." + modelId, first)
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    /**
     * More images, at a steady rate, and again from the first when all were uploaded: an image of several items would
     * be a copy, which costs a search more.
     *
     * @return when each was given to the producer, by event and {@link System#nanoTime}
     */
    Map<String, Long> upload(List<byte[]> pictures, double perSecond, double seconds)
            throws IOException, InterruptedException {
        EventCodec codec = new EventCodec(topics, Clock.systemUTC(), "/bench");
        Map<String, Long> uploaded = new HashMap<>();
        try (Producer<byte[], byte[]> producer =
                Producers.connect(Map.of("bootstrap.servers", bootstrap), "twinset-bench")) {
            long start = System.nanoTime();
            for (int upload = 0; upload < perSecond * seconds; upload++) {
                TimeUnit.NANOSECONDS.sleep(start + (long) (upload / perSecond * 1e9) - System.nanoTime());
                int item = upload % pictures.size();
                String eventId = "event-" + UUID.randomUUID();
                uploaded.put(eventId, System.nanoTime());
                send(producer, codec, "later-" + item, eventId, pictures.get(item));
            }
        }
        return uploaded;
    }

    private static void send(
            Producer<byte[], byte[]> producer, EventCodec codec, String itemId, String eventId, byte[] picture) {
        var unused = producer.send(KafkaRecords.outgoing(codec.event(
                new ImageUploaded(itemId, eventId, picture, Map.of(), Optional.empty(), Optional.empty()))));
    }

    /** Different ones: an answer to one of many copies takes a longer search than any catalogue needs. */
    static List<byte[]> drawn(int count) throws IOException {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            SampleCatalog.draw(count, 1, directory.path());
            return pictures(directory.path(), count);
        }
    }

    /** @param count of them at most */
    static List<byte[]> pictures(Path catalog, int count) throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        for (CatalogItem item : Catalog.read(catalog).items()) {
            if (pictures.size() < count) {
                pictures.add(Files.readAllBytes(item.image()));
            }
        }
        return pictures;
    }
}
