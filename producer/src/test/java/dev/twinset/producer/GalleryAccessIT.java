package dev.twinset.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.producer.gallery.Gallery;
import dev.twinset.producer.gallery.http.AccessToken;
import dev.twinset.producer.gallery.http.GallerySettings;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may see a gallery, and what it refuses. */
final class GalleryAccessIT extends GalleryTests {
    private static final List<String> ASSETS = List.of(
            "", "app.js", "ask.js", "detail.js", "dom.js", "keys.js", "rows.js", "search.js", "stream.js", "style.css");

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
    void clientsThatSendSlowlyDoNotStopThePage() throws Exception {
        Gallery gallery = open(kafka.topics());
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(),
                        URI.create(gallery.address()).getPort());
                slow.add(socket);
                String request = "PUT /api/item?id=slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nab";
                socket.getOutputStream().write(request.getBytes(UTF_8));
            }
            long start = System.nanoTime();
            assertThat(get(gallery, "api/state").statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
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

    private int bearer(Gallery gallery, String token) throws IOException, InterruptedException {
        HttpRequest request = request(gallery, "api/state")
                .header("Authorization", "Bearer " + token)
                .build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    /** What is sent as it is: HttpClient makes proper requests only. */
    private static String raw(Gallery gallery, String request) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(gallery.address()).getPort())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
        }
    }
}
