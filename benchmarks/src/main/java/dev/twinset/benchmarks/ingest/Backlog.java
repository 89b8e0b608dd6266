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
import dev.twinset.kafka.client.Producers;
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
import org.apache.kafka.clients.producer.Producer;

/**
 * Images that wait on their own topics.
 *
 * @param bootstrap where the broker is
 */
record Backlog(String bootstrap, Topics topics, int items) {
    private static final int PARTITIONS = 12;

    /**
     * @param name of the turn, part of the topics' names
     * @param pictures one of each item
     */
    static Backlog publish(String bootstrap, String name, List<byte[]> pictures)
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
        EventCodec codec = new EventCodec(topics, Clock.systemUTC(), "/bench");
        try (Producer<byte[], byte[]> producer =
                Producers.connect(Map.of("bootstrap.servers", bootstrap), "twinset-bench")) {
            for (int item = 0; item < pictures.size(); item++) {
                var unused = producer.send(KafkaRecords.outgoing(codec.event(new ImageUploaded(
                        "item-" + item,
                        "event-" + item,
                        pictures.get(item),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()))));
            }
        }
        return new Backlog(bootstrap, topics, pictures.size());
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

    /** Different ones: an answer to one of many copies takes a longer search than any catalogue needs. */
    static List<byte[]> pictures(int count) throws IOException {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            SampleCatalog.draw(count, 1, directory.path());
            List<byte[]> pictures = new ArrayList<>();
            for (CatalogItem item : Catalog.read(directory.path()).items()) {
                pictures.add(Files.readAllBytes(item.image()));
            }
            return pictures;
        }
    }
}
