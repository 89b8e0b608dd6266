package dev.twinset.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.gallery.Gallery;
import dev.twinset.producer.gallery.http.GallerySettings;
import dev.twinset.producer.publish.CatalogPublisher;
import dev.twinset.producer.publish.ProgressListener;
import dev.twinset.producer.publish.PublishOptions;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Uploads, questions and answers on the page. */
final class GalleryIT extends GalleryTests {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void aQuestionGoesThroughKafkaAndBack() throws Exception {
        Topics topics = kafka.topics();
        kafka.work(topics);
        Gallery gallery = open(topics);
        JsonNode answer = json(post(gallery, "api/query", image("10000")));
        assertThat(answer.path("id").asText()).startsWith("query-");
        assertThat(answer.path("query").asBoolean()).isTrue();
        assertThat(answer.path("alike")).hasSize(2);
        assertThat(answer.path("alike").get(0).path("id").asText()).isEqualTo("twin");
        assertThat(answer.path("alike").get(0).path("match").asDouble()).isEqualTo(0.9712);

        JsonNode again = awaitItem(gallery, answer.path("id").asText());
        assertThat(again.path("answer").path("alike")).hasSize(2);
        assertThat(json(get(gallery, "api/items?prefix=query")).path("items")).isEmpty();

        JsonNode rejected = json(post(gallery, "api/query", new byte[] {0, 1}));
        assertThat(rejected.path("reason").asText()).isEqualTo("UNSUPPORTED_FORMAT");
        assertThat(rejected.path("detail").asText()).isEqualTo("begins with 0");
        // a gallery that is still reading old records lists it when it has caught up
        await(gallery, "api/rejected", answers -> answers.path("rejected").size() == 1);
    }

    @Test
    void whatIsAskedOfAnAnswerReachesTheWorkersAndThePage() throws Exception {
        Topics topics = kafka.topics();
        kafka.work(topics);
        Catalog drawn = Catalog.read(catalog);
        new CatalogPublisher(kafka.client(), topics).publish(drawn, PublishOptions.DEFAULT, ProgressListener.SILENT);
        Gallery gallery = open(topics);
        for (CatalogItem item : drawn.items()) {
            awaitItem(gallery, item.id());
        }
        String gender = drawn.items().get(0).attributes().getOrDefault("gender", "");
        List<String> such = drawn.items().stream()
                .filter(item -> gender.equals(item.attributes().getOrDefault("gender", "")))
                .map(CatalogItem::id)
                .toList();

        JsonNode attributes = json(get(gallery, "api/attributes")).path("attributes");
        assertThat(attributes.path("gender"))
                .extracting(JsonNode::asText)
                .isSorted()
                .contains(gender);

        JsonNode answer = json(post(gallery, "api/query?limit=12&why=true&filter=gender%3D" + gender, image("10000")));
        assertThat(answer.path("options").path("limit").asText()).isEqualTo("12");
        assertThat(answer.path("options").path("filter").asText()).isEqualTo("gender=" + gender);
        assertThat(answer.path("looksLike").path("kind").asText()).isEqualTo("Shirts");
        assertThat(answer.path("alike"))
                .extracting(one -> one.path("id").asText())
                .containsExactlyElementsOf(such);
        assertThat(answer.path("copies").path("items").get(0).path("id").asText())
                .isEqualTo("copy-3");
        JsonNode first = answer.path("alike").get(0);
        assertThat(first.path("why").path("parts").path("kind").asDouble()).isEqualTo(0.3);
        assertThat(first.path("why").path("words").asText()).endsWith(", same gender");
        assertThat(first.path("copies").path("items")).hasSize(2);
        assertThat(first.path("copies").path("more").asInt()).isEqualTo(3);

        JsonNode filled =
                json(post(gallery, "api/query?limit=12&fallback=true&filter=gender%3D" + gender, image("10000")));
        assertThat(filled.path("alike"))
                .hasSize(12)
                .filteredOn(one -> one.path("fallback").asBoolean())
                .hasSize(12 - such.size());
    }

    @Test
    void aMalformedOptionIsToldAndNothingIsSent() throws Exception {
        Topics topics = kafka.topics();
        Gallery gallery = open(topics);
        assertThat(json(get(gallery, "api/options?limit=8&filter=gender%3DMen")))
                .isEmpty();
        JsonNode fault = json(get(gallery, "api/options?limit=8&filter=gender%3DMen%7C"));
        assertThat(fault.path("option").asText()).isEqualTo("filter");
        assertThat(fault.path("fault").asText())
                .startsWith("is \"gender=Men|\" with its end at character 12, expected");
        assertThat(json(get(gallery, "api/options?filter=-brand")).path("fault").asText())
                .isEqualTo("compares with the picture's brand, which is not known, expected brand!=VALUE");

        HttpResponse<String> refused = post(gallery, "api/query?limit=0", image("10000"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(refused.body()).path("error").asText()).startsWith("limit is \"0\", expected");
        assertThat(kafka.keys(topics.queries())).isEmpty();
    }

    @Test
    void anUploadArrivesInTheStreamWhateverItsIdHolds() throws Exception {
        Topics topics = kafka.topics();
        kafka.work(topics);
        Gallery gallery = open(topics);
        String hostile = "<img src=x onerror=alert(1)>\"'&%20+#?;\u00e9\u65e5";
        try (BufferedReader events = events(gallery, "")) {
            assertThat(put(gallery, hostile, image("10001")).statusCode()).isEqualTo(202);
            JsonNode answer = next(events, "answer");
            assertThat(answer.path("id").asText()).isEqualTo(hostile);
            JsonNode item = awaitItem(gallery, hostile);
            assertThat(item.path("id").asText()).isEqualTo(hostile);
            HttpResponse<byte[]> picture =
                    bytes(gallery, item.path("picture").asText().substring(1));
            assertThumbnail(picture, 192);
            assertThat(picture.headers().firstValue("Cache-Control")).contains("private, max-age=86400, immutable");
            assertThat(json(get(gallery, "api/items?prefix=%3CIMG"))
                            .path("items")
                            .get(0)
                            .path("id")
                            .asText())
                    .isEqualTo(hostile);

            assertThat(put(gallery, hostile, new byte[] {0, 1}).statusCode()).isEqualTo(202);
            assertThat(next(events, "rejected").path("id").asText()).isEqualTo(hostile);
        }
        assertThat(put(gallery, "a/b", image("10001")).statusCode()).isEqualTo(422);
        assertThat(put(gallery, "a/b", image("10001")).body()).contains("'/'");
    }

    @Test
    void picturesAreSmallJpegsOrAPlaceholder() throws Exception {
        Topics topics = kafka.topics();
        Gallery gallery = open(topics, GallerySettings.loopback(0).withCatalog(catalog));
        assertThumbnail(bytes(gallery, "picture?id=10002"), 192);
        assertThumbnail(bytes(gallery, "picture?id=10002&size=large"), 448);
        HttpResponse<byte[]> first = bytes(gallery, "picture?id=10002");
        assertThat(first.headers().firstValue("Cache-Control")).contains("private, no-cache");
        HttpRequest again = request(gallery, "picture?id=10002")
                .header("If-None-Match", first.headers().firstValue("ETag").orElseThrow())
                .build();
        assertThat(http.send(again, BodyHandlers.ofString()).statusCode()).isEqualTo(304);

        Files.writeString(catalog.resolve("images/10003.jpg"), "<svg onload=alert(1)>");
        Files.delete(catalog.resolve("images/10004.jpg"));
        Path secret = Files.write(directory.resolve("secret.jpg"), image("10005"));
        Files.delete(catalog.resolve("images/10006.jpg"));
        Files.createSymbolicLink(catalog.resolve("images/10006.jpg"), secret);
        put(gallery, "10007", new byte[] {1, 2, 3});
        awaitVersion(gallery, "10007");
        for (String id : List.of("10003", "10004", "10007", "10006", "none", "..%2f..%2fsecret")) {
            HttpResponse<byte[]> nothing = bytes(gallery, "picture?id=" + id);
            assertThat(nothing.headers().firstValue("Content-Type")).as(id).contains("image/svg+xml");
            assertThat(nothing.headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    @Test
    void aGalleryThatStartsAgainShowsWhatWasThere() throws Exception {
        Topics topics = kafka.topics();
        kafka.work(topics);
        Gallery first = open(topics);
        String heard;
        try (BufferedReader events = events(first, "")) {
            put(first, "one", image("10001"));
            put(first, "two", image("10002"));
            put(first, "bad", new byte[] {0, 1});
            next(events, "answer");
            next(events, "answer");
            next(events, "rejected");
            heard = "id-of-the-first-gallery:2";
        }
        first.close();

        Gallery again = open(topics);
        assertThat(awaitItem(again, "one").path("answer").path("alike")).hasSize(2);
        assertThat(awaitItem(again, "bad").path("rejection").path("reason").asText())
                .isEqualTo("UNSUPPORTED_FORMAT");
        try (BufferedReader events = events(again, heard)) {
            JsonNode recent = next(events, "recent").path("messages");
            assertThat(recent).hasSize(3);
        }
        new CatalogPublisher(kafka.client(), topics).delete(List.of("one"));
        awaitStatus(again, "api/item?id=one", 404);
    }

    @Test
    void whatIsNotThereIsSaidInASentence() throws Exception {
        Topics names = kafka.names();
        assertThatThrownBy(() -> open(names))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no topic " + names.images());
        Gallery gallery = open(kafka.topics());
        int port = URI.create(gallery.address()).getPort();
        assertThatThrownBy(() -> open(kafka.topics(), GallerySettings.loopback(port)))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("choose another --port");
        assertThatThrownBy(
                        () -> open(kafka.topics(), GallerySettings.loopback(0).withCatalog(directory.resolve("none"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no catalogue at");
    }

    private static void assertThumbnail(HttpResponse<byte[]> response, int side) throws IOException {
        assertThat(response.headers().firstValue("Content-Type")).contains("image/jpeg");
        var image = ImageIO.read(new ByteArrayInputStream(response.body()));
        assertThat(Math.max(image.getWidth(), image.getHeight())).isBetween(side / 2, side);
    }

    private HttpResponse<byte[]> bytes(Gallery gallery, String path) throws IOException, InterruptedException {
        return http.send(request(gallery, path).build(), BodyHandlers.ofByteArray());
    }

    private BufferedReader events(Gallery gallery, String heard) throws IOException, InterruptedException {
        HttpRequest request =
                request(gallery, "api/events").header("Last-Event-ID", heard).build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
        return new BufferedReader(new InputStreamReader(response.body(), UTF_8));
    }

    private static JsonNode next(BufferedReader events, String type) throws IOException {
        String line = events.readLine();
        while (line != null && !line.equals("event: " + type)) {
            line = events.readLine();
        }
        return JSON.readTree(events.readLine().substring("data: ".length()));
    }

    private void awaitVersion(Gallery gallery, String id) throws IOException, InterruptedException {
        await(gallery, "api/items?prefix=" + id, items -> items.toString().contains("&v="));
    }
}
