package dev.twinset.benchmarks.ingest;

import dev.twinset.benchmarks.TemporaryDirectory;
import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.producer.topics.TopicCreator;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Images that wait on their own topics.
 *
 * @param bootstrap where the broker is
 */
record Backlog(String bootstrap, Topics topics, int items) {
    private static final int PICTURES = 300;
    private static final int PARTITIONS = 12;

    /** @param name of the turn, part of the topics' names */
    static Backlog publish(String bootstrap, String name, int items) throws IOException, InterruptedException {
        Topics topics = new Topics(
                name + ".images",
                name + ".queries",
                name + ".attributes",
                name + ".models",
                name + ".features",
                name + ".answers",
                name + ".rejected");
        TopicCreator.create(Map.of("bootstrap.servers", bootstrap), topics, PARTITIONS, (short) 1);
        EventCodec codec = new EventCodec(topics, Clock.systemUTC(), "/bench");
        List<byte[]> pictures = pictures();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int item = 0; item < items; item++) {
                var unused = producer.send(KafkaRecords.outgoing(codec.event(new ImageUploaded(
                        "item-" + item,
                        "event-" + item,
                        pictures.get(item % PICTURES),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()))));
            }
        }
        return new Backlog(bootstrap, topics, items);
    }

    /** The changelog topic, which a worker would create itself. */
    void createChangelog(String modelId) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            TopicDefinition changelog = TopicDefinitions.changelog(topics.features(modelId));
            admin.createTopics(List.of(
                            new NewTopic(changelog.name(), PARTITIONS, (short) 1).configs(changelog.initial(1))))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    private static List<byte[]> pictures() throws IOException {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            SampleCatalog.draw(PICTURES, 1, directory.path());
            List<byte[]> pictures = new ArrayList<>();
            for (CatalogItem item : Catalog.read(directory.path()).items()) {
                pictures.add(Files.readAllBytes(item.image()));
            }
            return pictures;
        }
    }
}
