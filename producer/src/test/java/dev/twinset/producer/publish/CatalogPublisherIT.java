package dev.twinset.producer.publish;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.ImageData;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageReference;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.event.InlineImage;
import dev.twinset.contract.record.Digest;
import dev.twinset.contract.record.EventLimits;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.ClusterAdmin;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.producer.Kafka;
import dev.twinset.producer.PublishingProcess;
import dev.twinset.producer.topics.TopicCreator;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before the first test
final class CatalogPublisherIT {
    private static final int ITEMS = 60;

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Kafka kafka = new Kafka();

    private static Catalog catalog;

    @TempDir
    Path own;

    @BeforeAll
    static void start() throws IOException {
        SampleCatalog.draw(ITEMS, 1, directory.resolve("catalog"));
        catalog = Catalog.read(directory.resolve("catalog"));
    }

    @Test
    void everyImageArrivesOnceWithItsAttributes() throws Exception {
        Topics topics = kafka.topics();
        AtomicInteger highest = new AtomicInteger();
        PublishReport report = publisher(topics)
                .publish(
                        catalog,
                        PublishOptions.DEFAULT,
                        (settled, items) -> highest.accumulateAndGet(settled, Math::max));

        assertThat(report.items()).isEqualTo(ITEMS);
        assertThat(report.acknowledged()).isEqualTo(ITEMS);
        assertThat(report.unpublished()).isEmpty();
        assertThat(report.interrupted()).isFalse();
        assertThat(highest).hasValue(ITEMS);
        List<ConsumerRecord<byte[], byte[]>> records = kafka.records(topics.images());
        assertThat(records).hasSize(ITEMS);
        EventCodec codec = new EventCodec(topics, Clock.systemUTC(), "/test");
        Map<String, String> attributes = catalog.items().get(0).attributes();
        String first = catalog.items().get(0).id();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            ImageUploaded upload = (ImageUploaded) codec.event(KafkaRecords.incoming(record));
            if (upload.itemId().equals(first)) {
                assertThat(((InlineImage) upload.image()).bytes())
                        .isEqualTo(Files.readAllBytes(catalog.items().get(0).image()));
                assertThat(upload.attributes()).containsEntry("articletype", attributes.get("articleType"));
            }
        }
        assertThat(kafka.keys(topics.images()))
                .containsExactlyInAnyOrderElementsOf(
                        catalog.items().stream().map(CatalogItem::id).toList());
    }

    @Test
    void byReferenceTheKeysAndDigestsArriveInPlaceOfTheImages() throws Exception {
        Topics topics = kafka.topics();
        PublishOptions options = new PublishOptions(
                3,
                Double.POSITIVE_INFINITY,
                Optional.empty(),
                false,
                Optional.of("shop/2026"),
                Map.of("limit", "8", "filter", "gender"));

        PublishReport report = publisher(topics).publish(catalog, options, ProgressListener.SILENT);

        assertThat(report.acknowledged()).isEqualTo(3);
        assertThat(report.bytes()).isZero();
        EventCodec codec = new EventCodec(topics, Clock.systemUTC(), "/test");
        Map<String, ImageData> sent = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : kafka.records(topics.images())) {
            ImageUploaded upload = (ImageUploaded) codec.event(KafkaRecords.incoming(record));
            assertThat(upload.attributes()).isNotEmpty();
            assertThat(upload.options()).isEqualTo(options.asked());
            sent.put(upload.itemId(), upload.image());
        }
        CatalogItem first = catalog.items().get(0);
        assertThat(sent)
                .hasSize(3)
                .containsEntry(
                        first.id(),
                        new ImageReference(
                                "shop/2026/images/" + first.image().getFileName(),
                                Optional.of(Digest.sha256(Files.readAllBytes(first.image())))));
    }

    @Test
    void whatCannotBePublishedIsListedAndTheRestGoesOn() throws Exception {
        Topics topics = kafka.topics();
        Path large = Files.write(own.resolve("large.jpg"), new byte[EventLimits.DEFAULT.imageBytes() + 1]);
        Path largest = Files.write(own.resolve("largest.jpg"), new byte[EventLimits.DEFAULT.imageBytes()]);
        Path empty = Files.createFile(own.resolve("empty.jpg"));
        Path good = Files.copy(catalog.items().get(0).image(), own.resolve("good.jpg"));
        Path leak = Files.createSymbolicLink(
                own.resolve("leak.jpg"), catalog.items().get(0).image());
        Catalog odd = new Catalog(
                own,
                List.of(),
                List.of(
                        new CatalogItem("missing", own.resolve("missing.jpg"), Map.of()),
                        new CatalogItem("folder", own, Map.of()),
                        new CatalogItem("large", large, Map.of()),
                        new CatalogItem("empty", empty, Map.of()),
                        new CatalogItem("bad\tid", good, Map.of()),
                        new CatalogItem("leak", leak, Map.of()),
                        new CatalogItem("wordy", good, Map.of("text", "x".repeat(5000))),
                        new CatalogItem("largest", largest, Map.of()),
                        new CatalogItem("good", good, Map.of())));

        PublishReport report = publisher(topics).publish(odd, PublishOptions.DEFAULT, ProgressListener.SILENT);

        assertThat(report.acknowledged()).isEqualTo(3);
        assertThat(kafka.keys(topics.images())).containsExactlyInAnyOrder("wordy", "largest", "good");
        assertThat(report.notices())
                .containsExactly("the column \"text\" is cut where its text is too long for a header");
        assertThat(report.unpublished())
                .extracting(Unpublished::itemId)
                .containsExactly("missing", "folder", "large", "empty", "bad\tid", "leak");
        assertThat(report.unpublished().get(0).reason()).isEqualTo("there is no such file");
        assertThat(report.unpublished().get(2).reason()).contains("8388609 bytes, expected at most 8388608");
        assertThat(report.unpublished().get(4).reason()).contains("INVALID_ID");
        assertThat(report.unpublished().get(5).reason()).startsWith("a link leads out of the catalogue");
    }

    @Test
    void anImageTooLargeForItsTopicIsListedToo() throws Exception {
        Topics topics = kafka.topics();
        Path picture = Files.write(own.resolve("1.jpg"), new byte[2000]);
        Catalog one = new Catalog(own, List.of(), List.of(new CatalogItem("1", picture, Map.of())));
        Map<String, Object> narrow = Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.request.size", 1000);
        PublishReport report =
                new CatalogPublisher(narrow, topics).publish(one, PublishOptions.DEFAULT, ProgressListener.SILENT);
        assertThat(report.unpublished()).hasSize(1);
        assertThat(report.unpublished().get(0).reason()).startsWith("too large for the topic");
    }

    @Test
    void theLimitAndTheRateAreKept() throws Exception {
        Topics topics = kafka.topics();
        PublishReport report = publisher(topics)
                .publish(catalog, PublishOptions.DEFAULT.withLimit(30).withRate(40), ProgressListener.SILENT);
        assertThat(report.items()).isEqualTo(30);
        assertThat(report.elapsed()).isBetween(Duration.ofMillis(600), Duration.ofSeconds(10));
        assertThat(kafka.keys(topics.images())).hasSize(30);
    }

    @Test
    void anInterruptedRunIsResumedWithoutSendingAnythingTwice() throws Exception {
        Topics topics = kafka.topics();
        Path state = own.resolve("state/journal");
        PublishOptions slowly = PublishOptions.DEFAULT.withRate(60).withState(state, false);
        Thread publishing = Thread.currentThread();
        PublishReport interrupted = publisher(topics).publish(catalog, slowly, (settled, items) -> {
            if (settled == 20) {
                publishing.interrupt();
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted.interrupted()).isTrue();
        assertThat(interrupted.acknowledged()).isBetween(20, ITEMS - 1);

        PublishOptions eight = new PublishOptions(
                ITEMS, Double.POSITIVE_INFINITY, Optional.of(state), true, Optional.empty(), Map.of("limit", "8"));
        assertThatThrownBy(() -> publisher(topics).publish(catalog, eight, ProgressListener.SILENT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("or asks something else of the answers")
                .hasMessageContaining("publish without --resume");
        assertThat(state).exists();

        PublishReport rest = publisher(topics)
                .publish(catalog, PublishOptions.DEFAULT.withState(state, true), ProgressListener.SILENT);

        assertThat(rest.resumed()).isEqualTo(interrupted.acknowledged());
        assertThat(rest.acknowledged()).isEqualTo(ITEMS - interrupted.acknowledged());
        assertThat(kafka.keys(topics.images())).hasSize(ITEMS).doesNotHaveDuplicates();
        assertThat(state).doesNotExist();
    }

    @Test
    void aKilledRunIsResumedWithoutLoss() throws Exception {
        Topics topics = kafka.topics();
        Path state = own.resolve("journal");
        Process publisher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PublishingProcess.class.getName(),
                        kafka.bootstrapServers(),
                        topics.images(),
                        catalog.directory().toString(),
                        state.toString(),
                        "40")
                .inheritIO()
                .start();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!Files.exists(state) || Files.readAllLines(state).size() < 20) {
                assertThat(publisher.isAlive()).as("publisher lives").isTrue();
                assertThat(System.nanoTime()).as("20 acknowledged in time").isLessThan(deadline);
                Thread.sleep(10);
            }
        } finally {
            publisher.destroyForcibly().waitFor();
        }
        int before = kafka.keys(topics.images()).size();
        assertThat(before).isBetween(19, ITEMS - 1);

        PublishReport rest = publisher(topics)
                .publish(catalog, PublishOptions.DEFAULT.withState(state, true), ProgressListener.SILENT);

        assertThat(rest.resumed()).isBetween(19, before);
        List<String> keys = kafka.keys(topics.images());
        assertThat(new HashSet<>(keys)).hasSize(ITEMS);
        // twice is only what was on its way when the process died
        assertThat(keys).hasSize(ITEMS + before - rest.resumed());
        assertThat(before - rest.resumed()).isLessThanOrEqualTo(3);
    }

    @Test
    void deletedItemsBecomeTombstones() throws Exception {
        Topics topics = kafka.topics();
        publisher(topics).delete(List.of("1", "2"));
        EventCodec codec = new EventCodec(topics, Clock.systemUTC(), "/test");
        List<String> deleted = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : kafka.records(topics.images())) {
            assertThat(Optional.ofNullable(record.value())).isEmpty();
            deleted.add(((ImageDeleted) codec.event(KafkaRecords.incoming(record))).itemId());
        }
        assertThat(deleted).containsExactlyInAnyOrder("1", "2");
        assertThatThrownBy(() -> publisher(topics).delete(List.of("3", "a/b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a/b");
        assertThat(kafka.records(topics.images())).hasSize(2);
    }

    @Test
    void aMissingTopicIsNamedWithHowToCreateIt() throws IOException {
        Topics topics = kafka.names();
        assertThatThrownBy(() -> publisher(topics).publish(catalog, PublishOptions.DEFAULT, ProgressListener.SILENT))
                .isInstanceOf(IOException.class)
                .hasMessage("Kafka at " + kafka.bootstrapServers() + " has no topic " + topics.images()
                        + ": create it with twinset topics create");
    }

    @Test
    void topicsAreCreatedOnceWithTheirSettings() throws Exception {
        Topics topics = kafka.names();
        TopicCreator.create(kafka.client(), topics, 2, (short) 1);
        TopicCreator.create(kafka.client(), topics, 5, (short) 1);
        try (ClusterAdmin cluster = new ClusterAdmin(kafka.client())) {
            assertThat(cluster.topics()
                            .partitions(List.of(topics.images(), topics.rejected()))
                            .values())
                    .containsExactly(2, 2);
        }
        try (Admin admin = Admin.create(kafka.client())) {
            ConfigResource images = new ConfigResource(ConfigResource.Type.TOPIC, topics.images());
            ConfigResource answers = new ConfigResource(ConfigResource.Type.TOPIC, topics.recommendations());
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(List.of(images, answers)).all().get();
            assertThat(value(configs.get(images), "cleanup.policy")).isEqualTo("compact");
            assertThat(value(configs.get(images), "max.message.bytes")).isEqualTo("8454144");
            assertThat(value(configs.get(answers), "cleanup.policy")).isEqualTo("compact,delete");
            assertThat(value(configs.get(answers), "retention.ms")).isEqualTo("604800000");
        }
    }

    private static String value(@Nullable Config config, String name) {
        return requireNonNull(config).get(name).value();
    }

    private static CatalogPublisher publisher(Topics topics) {
        return new CatalogPublisher(kafka.client(), topics);
    }
}
