package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.broker.LocalKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A producer of the shop that leaves a transaction open, at a real broker. */
@Timeout(120)
class HeldRecordsIT {
    @TempDir
    Path directory;

    @Test
    void whatLiesBehindAnOpenTransactionIsCountedUntilItEnds() throws Exception {
        try (LocalKafka kafka = LocalKafka.inProcess(directory);
                TestShop shop = new TestShop(kafka.bootstrapServers(), "held");
                HeldRecords held = new HeldRecords(
                        () -> Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers())),
                        List.of(shop.topics.images(), shop.topics.queries()),
                        Duration.ofMillis(50));
                Producer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "shop"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            shop.upload("before", "image");
            shop.flush();
            for (int i = 0; i < 5; i++) {
                assertThat(held.count()).isZero();
                Thread.sleep(100);
            }

            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>(shop.topics.images(), 0, bytes("open-" + i), bytes("image")))
                        .get();
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> held.count() == 3);

            producer.abortTransaction();
            await().atMost(Duration.ofSeconds(30)).until(() -> held.count() == 0);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
