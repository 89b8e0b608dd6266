package dev.twinset.producer.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogFiles;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class PublicationTest {
    private final List<CatalogItem> items = new ArrayList<>();

    @TempDir
    Path directory;

    @Test
    void sendsInTheCataloguesOrder() throws IOException {
        pictures(50);
        MockProducer<byte[], byte[]> producer = producer();
        PublishReport report = publication(producer, Optional.empty()).run(Double.POSITIVE_INFINITY);
        assertThat(report.acknowledged()).isEqualTo(50);
        assertThat(report.bytes()).isEqualTo(50 * 3);
        assertThat(producer.history())
                .extracting(record -> new String(record.key(), UTF_8))
                .containsExactlyElementsOf(items.stream().map(CatalogItem::id).toList());
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void aKeyThatWorkersRefuseIsListedAndNotSent() throws IOException {
        pictures(2);
        for (String prefix : List.of("/shop", "../shop", "s3://shop")) {
            MockProducer<byte[], byte[]> producer = producer();
            PublishReport report = new Publication(
                            producer,
                            new EventCodec(Topics.DEFAULT, Clock.systemUTC(), "/test"),
                            catalog(),
                            CatalogFiles.of(catalog()),
                            Map.of(),
                            Optional.of(new ReferenceKeys(directory, prefix)),
                            Optional.empty(),
                            ProgressListener.SILENT,
                            Exception::getMessage)
                    .run(Double.POSITIVE_INFINITY);
            assertThat(report.unpublished()).hasSize(2);
            assertThat(report.unpublished().get(0).reason()).contains("expected a key relative to");
            assertThat(producer.history()).isEmpty();
        }
    }

    @Test
    void theKeyIsThePathInTheCataloguesFolderBehindThePrefix() throws IOException {
        Path file = Files.createDirectories(directory.resolve("a b")).resolve("1.jpg");
        ImageFile picture = ImageFile.read(
                CatalogFiles.of(catalog()), new CatalogItem("1", Files.write(file, new byte[] {1, 2, 3}), Map.of()));

        assertThat(new ReferenceKeys(directory, "").reference(picture).key()).isEqualTo("a b/1.jpg");
        assertThat(new ReferenceKeys(directory, "shop").reference(picture).key())
                .isEqualTo("shop/a b/1.jpg");
        assertThat(new ReferenceKeys(directory, "shop/").reference(picture).key())
                .isEqualTo("shop/a b/1.jpg");
    }

    @Test
    void whatKafkaDoesNotTakeEndsTheRunAndStaysDue() throws Exception {
        pictures(5);
        Path state = directory.resolve("state");
        try (PublishJournal journal = PublishJournal.open(state, "subject", false)) {
            assertThatThrownBy(() ->
                            publication(failingAt(2), Optional.of(journal)).run(Double.POSITIVE_INFINITY))
                    .isInstanceOf(IOException.class)
                    .hasMessage("stopped after 2 of 5 images were acknowledged: 60 s have passed");
        }
        try (PublishJournal journal = PublishJournal.open(state, "subject", true)) {
            assertThat(journal.acknowledged()).containsExactlyInAnyOrder("0", "1");
        }
    }

    private Publication publication(MockProducer<byte[], byte[]> producer, Optional<PublishJournal> journal)
            throws IOException {
        EventCodec codec = new EventCodec(Topics.DEFAULT, Clock.systemUTC(), "/test");
        return new Publication(
                producer,
                codec,
                catalog(),
                CatalogFiles.of(catalog()),
                Map.of(),
                Optional.empty(),
                journal,
                ProgressListener.SILENT,
                Exception::getMessage);
    }

    private Catalog catalog() {
        return new Catalog(directory, List.of(), items);
    }

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Acknowledges what comes before record {@code failing}, and that one not. */
    private static MockProducer<byte[], byte[]> failingAt(int failing) {
        return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                Future<RecordMetadata> sent = super.send(record, callback);
                if (history().size() > failing) {
                    errorNext(new TimeoutException("60 s have passed"));
                } else {
                    completeNext();
                }
                return sent;
            }
        };
    }

    private void pictures(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Path file = Files.write(directory.resolve(i + ".jpg"), new byte[] {1, 2, 3});
            items.add(new CatalogItem(String.valueOf(i), file, Map.of()));
        }
    }
}
