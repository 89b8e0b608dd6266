package dev.twinset.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.gallery.Gallery;
import dev.twinset.producer.gallery.http.GallerySettings;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Galleries at a real Kafka, and requests to them. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before the first test
abstract class GalleryTests {
    @RegisterExtension
    static final Kafka kafka = new Kafka();

    @TempDir
    static Path directory;

    static Path catalog;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final HttpClient http = HttpClient.newHttpClient();
    private final List<Gallery> galleries = new ArrayList<>();

    @BeforeAll
    static void drawCatalog() throws IOException {
        catalog = directory.resolve("catalog");
        SampleCatalog.draw(12, 1, catalog);
    }

    @AfterEach
    void closeGalleries() {
        galleries.forEach(Gallery::close);
    }

    Gallery open(Topics topics) throws IOException, InterruptedException {
        return open(topics, GallerySettings.loopback(0));
    }

    Gallery open(Topics topics, GallerySettings settings) throws IOException, InterruptedException {
        Gallery gallery = Gallery.open(kafka.client(), topics, settings, Clock.systemUTC());
        galleries.add(gallery);
        return gallery;
    }

    static byte[] image(String id) throws IOException {
        return Files.readAllBytes(catalog.resolve("images/" + id + ".jpg"));
    }

    HttpRequest.Builder request(Gallery gallery, String path) {
        return HttpRequest.newBuilder(URI.create(gallery.address() + path));
    }

    HttpResponse<String> get(Gallery gallery, String path) throws IOException, InterruptedException {
        String valid = path.replace("%zz", "%25zz");
        return http.send(request(gallery, valid).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(Gallery gallery, String path, byte[] body) throws IOException, InterruptedException {
        HttpRequest request =
                request(gallery, path).POST(BodyPublishers.ofByteArray(body)).build();
        return http.send(request, BodyHandlers.ofString());
    }

    HttpResponse<String> put(Gallery gallery, String id, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = request(gallery, "api/item?id=" + URLEncoder.encode(id, UTF_8))
                .PUT(BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    /** An item is there when its upload and its answer, or its rejection, were followed. */
    JsonNode awaitItem(Gallery gallery, String id) throws IOException, InterruptedException {
        return await(
                gallery,
                "api/item?id=" + URLEncoder.encode(id, UTF_8),
                item -> item.path("picture").asText().contains("&v=") && (item.has("answer") || item.has("rejection")));
    }

    JsonNode await(Gallery gallery, String path, Predicate<JsonNode> expected)
            throws IOException, InterruptedException {
        String body = "";
        for (int i = 0; i < 400; i++) {
            body = get(gallery, path).body();
            JsonNode found = JSON.readTree(body);
            if (expected.test(found)) {
                return found;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(path + " stays " + body);
    }

    void awaitStatus(Gallery gallery, String path, int status) throws IOException, InterruptedException {
        for (int i = 0; i < 200 && get(gallery, path).statusCode() != status; i++) {
            Thread.sleep(50);
        }
        assertThat(get(gallery, path).statusCode()).isEqualTo(status);
    }
}
