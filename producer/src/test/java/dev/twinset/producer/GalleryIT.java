package dev.twinset.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.gallery.Gallery;
import dev.twinset.producer.gallery.http.AccessToken;
import dev.twinset.producer.gallery.http.GallerySettings;
import dev.twinset.producer.publish.CatalogPublisher;
import dev.twinset.samples.SampleCatalog;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
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
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before the first test
final class GalleryIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> ASSETS = List.of(
            "", "app.js", "ask.js", "detail.js", "dom.js", "keys.js", "rows.js", "search.js", "stream.js", "style.css");

    @TempDir
    static Path directory;

    private static Kafka kafka;
    private static Path catalog;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<FakeWorker> workers = new ArrayList<>();
    private final List<Gallery> galleries = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        kafka = new Kafka(directory.resolve("broker"));
        catalog = directory.resolve("catalog");
        SampleCatalog.draw(12, 1, catalog);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @AfterEach
    void closeAll() throws InterruptedException {
        galleries.forEach(Gallery::close);
        for (FakeWorker worker : workers) {
            worker.stop();
        }
    }

    @Test
    void everyAnswerCarriesTheHeadersThatKeepAPageToItself() throws Exception {
        Gallery gallery = open(kafka.topics());
        for (String asset : ASSETS) {
            HttpResponse<String> response = get(gallery, asset);
            assertThat(response.statusCode()).as(asset).isEqualTo(200);
            assertGuarded(response);
            HttpRequest again = request(gallery, asset)
                    .header(
                            "If-None-Match",
                            response.headers().firstValue("ETag").orElseThrow())
                    .build();
            assertThat(http.send(again, BodyHandlers.ofString()).statusCode()).isEqualTo(304);
        }
        for (String other : List.of("nowhere", "api/item?id=none", "api/item", "picture?id=none", "api/item?id=%zz")) {
            assertGuarded(get(gallery, other));
        }
        assertThat(get(gallery, "nowhere").statusCode()).isEqualTo(404);
        assertThat(get(gallery, "api/query").statusCode()).isEqualTo(405);
        assertThat(get(gallery, "../../etc/passwd").statusCode()).isEqualTo(404);
        assertThat(get(gallery, "api/item").body()).isEqualTo("{\"error\":\"the parameter id is missing\"}");
    }

    @Test
    void thePageHoldsNothingThatItsPolicyForbids() throws Exception {
        Gallery gallery = open(kafka.topics());
        for (String asset : ASSETS) {
            String text = get(gallery, asset).body();
            assertThat(text)
                    .as(asset)
                    .doesNotContainIgnoringCase("innerHTML")
                    .doesNotContain("insertAdjacentHTML")
                    .doesNotContain("eval(")
                    .doesNotContainPattern("https?://")
                    .doesNotContainPattern(" on[a-z]+=\"")
                    .doesNotContain("style=\"")
                    .doesNotContainPattern("<script(?![^>]* src=)");
        }
    }

    @Test
    void aQuestionGoesThroughKafkaAndBack() throws Exception {
        Topics topics = kafka.topics();
        work(topics);
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
        assertThat(json(get(gallery, "api/rejected")).path("rejected")).hasSize(1);
    }

    @Test
    void anUploadArrivesInTheStreamWhateverItsIdHolds() throws Exception {
        Topics topics = kafka.topics();
        work(topics);
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
    void aForeignSiteGetsNothingDone() throws Exception {
        Gallery gallery = open(kafka.topics());
        assertThat(raw(gallery, "GET / HTTP/1.1\r\nHost: rebound.example\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(raw(gallery, "GET /api/state HTTP/1.1\r\nHost: 127.0.0.1.rebound.example:8080\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(raw(gallery, "GET / HTTP/1.1\r\nHost: localhost:1234\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(raw(gallery, "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        for (String header : List.of(
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: http://localhost:1",
                "Sec-Fetch-Site: cross-site")) {
            String post =
                    "POST /api/query HTTP/1.1\r\nHost: localhost:8080\r\n" + header + "\r\nContent-Length: 1\r\n\r\nx";
            assertThat(raw(gallery, post)).as(header).startsWith("HTTP/1.1 403 ");
        }
        String own = "PUT /api/item?id=a/b HTTP/1.1\r\nHost: localhost:8080\r\nOrigin: http://localhost:8080"
                + "\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 1\r\n\r\nx";
        assertThat(raw(gallery, own)).startsWith("HTTP/1.1 422 ");
    }

    @Test
    void aTokenIsAskedOfEverybodyWhereThereIsOne() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "correct-horse-battery\n");
        GallerySettings settings =
                new GallerySettings("0.0.0.0", 0, List.of(), Optional.empty(), Optional.of(AccessToken.read(file)));
        Gallery gallery = open(kafka.topics(), settings);
        HttpResponse<String> page = get(gallery, "");
        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body()).contains("type=\"password\"");
        for (String path : List.of("api/state", "api/events", "picture?id=1", "app.js", "api/rejected")) {
            assertThat(get(gallery, path).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(get(gallery, "style.css").statusCode()).isEqualTo(200);
        assertThat(get(gallery, "health/ready").body()).isEqualTo("{\"status\":\"UP\"}");

        assertThat(bearer(gallery, "correct-horse-battery")).isEqualTo(200);
        assertThat(bearer(gallery, "correct-horse-batter")).isEqualTo(401);
        assertThat(bearer(gallery, "")).isEqualTo(401);

        String login = gallery.loginAddress().orElseThrow();
        assertThat(login).doesNotContain("correct-horse");
        HttpResponse<String> once =
                http.send(HttpRequest.newBuilder(URI.create(login)).build(), BodyHandlers.ofString());
        String cookie = once.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(once.statusCode()).isEqualTo(200);
        assertThat(cookie).contains("; HttpOnly").contains("; SameSite=Strict").doesNotContain("correct-horse");
        assertThat(http.send(HttpRequest.newBuilder(URI.create(login)).build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
        HttpRequest with =
                request(gallery, "api/state").header("Cookie", "a=b; " + cookie).build();
        assertThat(http.send(with, BodyHandlers.ofString()).statusCode()).isEqualTo(200);

        assertThat(post(gallery, "login", "token=wrong".getBytes(UTF_8)).statusCode())
                .isEqualTo(401);
        assertThat(post(gallery, "login", "token=correct-horse-battery".getBytes(UTF_8))
                        .headers()
                        .firstValue("Set-Cookie"))
                .contains(cookie);
    }

    @Test
    void othersAreNotServedWithoutAToken() {
        assertThatThrownBy(() -> open(
                        kafka.names(),
                        new GallerySettings("0.0.0.0", 0, List.of(), Optional.empty(), Optional.empty())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no token");
        assertThatThrownBy(() -> AccessToken.read(Files.writeString(directory.resolve("short"), "short\n")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has 5 characters, expected at least 16");
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItIsTaken() throws Exception {
        Gallery gallery = open(kafka.topics());
        String claim = "POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8388609\r\n\r\n";
        assertThat(raw(gallery, claim)).startsWith("HTTP/1.1 413 ");
        assertThat(post(gallery, "api/query", new byte[8 * 1024 * 1024 + 1]).statusCode())
                .isEqualTo(413);
        HttpRequest chunked = request(gallery, "api/query")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9 * 1024 * 1024])))
                .build();
        assertThat(http.send(chunked, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
        assertThat(post(gallery, "api/query", new byte[0]).statusCode()).isEqualTo(400);
    }

    @Test
    void aGalleryThatStartsAgainShowsWhatWasThere() throws Exception {
        Topics topics = kafka.topics();
        work(topics);
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

    private Gallery open(Topics topics) throws IOException, InterruptedException {
        return open(topics, GallerySettings.loopback(0));
    }

    private Gallery open(Topics topics, GallerySettings settings) throws IOException, InterruptedException {
        Gallery gallery = Gallery.open(kafka.client(), topics, settings, Clock.systemUTC());
        galleries.add(gallery);
        return gallery;
    }

    private void work(Topics topics) {
        workers.add(new FakeWorker(kafka.client(), topics));
    }

    private static byte[] image(String id) throws IOException {
        return Files.readAllBytes(catalog.resolve("images/" + id + ".jpg"));
    }

    private static void assertGuarded(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self';")
                .contains("frame-ancestors 'none'")
                .contains("base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(response.headers().firstValue("Cross-Origin-Resource-Policy"))
                .contains("same-origin");
    }

    private static void assertThumbnail(HttpResponse<byte[]> response, int side) throws IOException {
        assertThat(response.headers().firstValue("Content-Type")).contains("image/jpeg");
        var image = ImageIO.read(new ByteArrayInputStream(response.body()));
        assertThat(Math.max(image.getWidth(), image.getHeight())).isBetween(side / 2, side);
    }

    private HttpRequest.Builder request(Gallery gallery, String path) {
        return HttpRequest.newBuilder(URI.create(gallery.address() + path));
    }

    private HttpResponse<String> get(Gallery gallery, String path) throws IOException, InterruptedException {
        String valid = path.replace("%zz", "%25zz");
        return http.send(request(gallery, valid).build(), BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> bytes(Gallery gallery, String path) throws IOException, InterruptedException {
        return http.send(request(gallery, path).build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<String> post(Gallery gallery, String path, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request =
                request(gallery, path).POST(BodyPublishers.ofByteArray(body)).build();
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> put(Gallery gallery, String id, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = request(gallery, "api/item?id=" + URLEncoder.encode(id, UTF_8))
                .PUT(BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private int bearer(Gallery gallery, String token) throws IOException, InterruptedException {
        HttpRequest request = request(gallery, "api/state")
                .header("Authorization", "Bearer " + token)
                .build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    /** What is sent as it is: HttpClient makes proper requests only. */
    private static String raw(Gallery gallery, String request) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(gallery.address()).getPort())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
        }
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

    /** An item is there when its upload and its answer, or its rejection, were followed. */
    private JsonNode awaitItem(Gallery gallery, String id) throws IOException, InterruptedException {
        String path = "api/item?id=" + URLEncoder.encode(id, UTF_8);
        for (int i = 0; i < 200; i++) {
            HttpResponse<String> response = get(gallery, path);
            JsonNode item = JSON.readTree(response.body());
            if (item.path("picture").asText().contains("&v=") && (item.has("answer") || item.has("rejection"))) {
                return item;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(id + " is not there: " + get(gallery, path).body());
    }

    private void awaitVersion(Gallery gallery, String id) throws IOException, InterruptedException {
        String path = "api/items?prefix=" + id;
        for (int i = 0; i < 200 && !get(gallery, path).body().contains("&v="); i++) {
            Thread.sleep(50);
        }
    }

    private void awaitStatus(Gallery gallery, String path, int status) throws IOException, InterruptedException {
        for (int i = 0; i < 200 && get(gallery, path).statusCode() != status; i++) {
            Thread.sleep(50);
        }
        assertThat(get(gallery, path).statusCode()).isEqualTo(status);
    }
}
