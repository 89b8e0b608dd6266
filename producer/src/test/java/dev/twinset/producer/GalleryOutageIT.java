package dev.twinset.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinset.broker.LocalKafka;
import dev.twinset.catalog.Catalog;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.gallery.Gallery;
import dev.twinset.producer.gallery.http.GallerySettings;
import dev.twinset.producer.topics.TopicCreator;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker in a process of its own, so that it can be killed. */
@Timeout(240)
final class GalleryOutageIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aGalleryOutlivesItsKafkaAndGoesOnWithIt() throws Exception {
        try (LocalKafka.Forked kafka = LocalKafka.forked(directory, 1, 0)) {
            Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
            TopicCreator.create(client, Topics.DEFAULT, 3, (short) 1);
            try (Gallery gallery =
                    Gallery.open(client, Topics.DEFAULT, GallerySettings.loopback(0), Clock.systemUTC())) {
                assertThat(put(gallery, "before").statusCode()).isEqualTo(202);
                await(gallery, "items", "1");

                kafka.kill(1);
                await(gallery, "connected", "false");
                assertThat(get(gallery, "").statusCode()).isEqualTo(200);
                assertThat(get(gallery, "health/ready").statusCode()).isEqualTo(503);
                assertThat(get(gallery, "health/live").statusCode()).isEqualTo(200);
                HttpResponse<String> refused = put(gallery, "meanwhile");
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.body()).contains("does not acknowledge");
                assertThat(get(gallery, "picture?id=before").headers().firstValue("Content-Type"))
                        .contains("image/svg+xml");

                kafka.start(1);
                await(gallery, "connected", "true");
                assertThat(put(gallery, "after").statusCode()).isEqualTo(202);
                await(gallery, "items", "2");
            }
        }
    }

    @Test
    void aPictureThatKafkaIsTooSlowForIsAskedForAgain() throws Exception {
        SampleCatalog.draw(1, 1, directory.resolve("catalog"));
        Path picture = Catalog.read(directory.resolve("catalog")).items().get(0).image();
        try (LocalKafka.Forked kafka = LocalKafka.forked(directory.resolve("broker"), 1, 0)) {
            Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
            TopicCreator.create(client, Topics.DEFAULT, 3, (short) 1);
            try (Gallery gallery =
                    Gallery.open(client, Topics.DEFAULT, GallerySettings.loopback(0), Clock.systemUTC())) {
                assertThat(put(gallery, "one", Files.readAllBytes(picture)).statusCode())
                        .isEqualTo(202);
                await(gallery, "items", "1");

                assertThat(signal(kafka, "STOP")).isTrue();
                await(gallery, "slow", "true");
                assertThat(get(gallery, "picture?id=one").body())
                        .as("a placeholder of one pixel is asked for again")
                        .contains("width=\"1\" height=\"1\"");
                HttpResponse<String> item = get(gallery, "api/item?id=one");
                assertThat(item.statusCode()).isEqualTo(503);
                assertThat(item.body()).contains("is slow");
                assertThat(get(gallery, "api/items?prefix=o").body()).contains("\"one\"");

                assertThat(signal(kafka, "CONT")).isTrue();
                await(gallery, "behind", "0");
                await(gallery, "slow", "false");
                HttpResponse<String> there = get(gallery, "picture?id=one");
                for (int i = 0; i < 100 && there.body().contains("<svg"); i++) {
                    Thread.sleep(100);
                    there = get(gallery, "picture?id=one");
                }
                assertThat(there.headers().firstValue("Content-Type")).contains("image/jpeg");
                assertThat(get(gallery, "picture?id=none").body())
                        .as("where all was read, there is none")
                        .contains("width=\"2\" height=\"2\"");
            } finally {
                signal(kafka, "CONT");
            }
        }
    }

    private static boolean signal(LocalKafka.Forked kafka, String name) throws IOException, InterruptedException {
        String pid = Long.toString(kafka.process(1).pid());
        return new ProcessBuilder("kill", "-" + name, pid).start().waitFor() == 0;
    }

    private HttpResponse<String> get(Gallery gallery, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(gallery.address() + path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> put(Gallery gallery, String id) throws IOException, InterruptedException {
        return put(gallery, id, new byte[] {1, 2, 3});
    }

    private HttpResponse<String> put(Gallery gallery, String id, byte[] image)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gallery.address() + "api/item?id=" + id))
                .PUT(BodyPublishers.ofByteArray(image))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private void await(Gallery gallery, String name, String value) throws IOException, InterruptedException {
        JsonNode state = JSON.readTree(get(gallery, "api/state").body());
        for (int i = 0; i < 600 && !state.path(name).asText().equals(value); i++) {
            Thread.sleep(50);
            state = JSON.readTree(get(gallery, "api/state").body());
        }
        assertThat(state.path(name).asText()).as(state.toString()).isEqualTo(value);
    }
}
