package dev.twinset.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.broker.LocalKafka;
import dev.twinset.worker.reference.S3Mock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole worker that reads images from a bucket, while the store is there and while it is not. */
class S3ReferencesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final String MISSING = "twinset_rejected_events_total{reason=\"REF_NOT_FOUND\"}";

    @TempDir
    private Path directory;

    @Test
    void imagesAreReadFromTheBucketAndAnOutageLosesNone() throws Exception {
        Map<String, String> settings = new HashMap<>();
        try (S3Mock store = S3Mock.start(directory.resolve("s3"));
                LocalKafka kafka = LocalKafka.inProcess(directory.resolve("kafka"))) {
            store.settings().forEach(line -> settings.put(line.split("=", 2)[0], line.split("=", 2)[1]));
            store.put("images/shirt.jpg", Drawn.shirt());
            store.put("images/trousers.jpg", Drawn.trousers());
            try (ServedWorker worker = ServedWorker.start(kafka.bootstrapServers(), directory, settings)) {
                worker.refer("shirt", "images/shirt.jpg");
                worker.refer("missing", "images/none.jpg");
                worker.awaitAnswered(2);
                assertThat(worker.metric("twinset_recommended_events_total")).isEqualTo(1);
                assertThat(worker.metric(MISSING)).isEqualTo(1);

                store.stop();
                worker.refer("trousers", "images/trousers.jpg");
                worker.refer("missing too", "images/none.jpg");
                worker.publish("inline", Drawn.shirt());
                await().atMost(TIMEOUT).until(() -> worker.get("health/ready").matches("(?s)503.*batches failed.*"));
                assertThat(worker.get("health/live")).startsWith("200");
                assertThat(worker.metric(MISSING))
                        .as("an outage rejects nothing")
                        .isEqualTo(1);

                store.startAgain();
                worker.awaitAnswered(5);
                assertThat(worker.metric("twinset_recommended_events_total")).isEqualTo(3);
                assertThat(worker.metric(MISSING)).isEqualTo(2);
                await().atMost(TIMEOUT).until(() -> worker.get("health/ready").startsWith("200"));
            }
        }
    }
}
