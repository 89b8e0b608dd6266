package dev.twinset.worker.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.twinset.contract.event.ImageReference;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server, and against HTTP servers that answer as no good one does. */
final class S3ImagesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @TempDir
    private static Path directory;

    private static Path key;
    private static S3Mock server;

    @BeforeAll
    static void start() throws IOException {
        key = Files.writeString(directory.resolve("secret"), "canary-of-the-key\n");
        server = S3Mock.start(directory.resolve("s3"));
        server.put("images/a%20b/%C3%BC.jpg", "image".getBytes(UTF_8));
        server.put("largest", new byte[8 << 20]);
        server.put("larger", new byte[(8 << 20) + 1]);
        server.put("%252e%252e/odd", "literal".getBytes(UTF_8));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static S3Images images(String endpoint, String bucket) {
        return new S3Images(
                new S3Settings(URI.create(endpoint), bucket, "us-east-1", key.toString(), key.toString()), TIMEOUT);
    }

    @Test
    void anObjectIsReadByItsKeyAsItIs() throws Exception {
        try (S3Images images = images(server.endpoint(), "shop")) {
            assertThatCode(images::check).doesNotThrowAnyException();
            assertThat(images.read("images/a b/ü.jpg")).isEqualTo("image".getBytes(UTF_8));
            assertThat(images.read("%2e%2e/odd")).isEqualTo("literal".getBytes(UTF_8));
            assertThat(images.read("largest")).hasSize(8 << 20);
        }
    }

    @Test
    void anObjectThatIsMissingOrTooLargeIsRejected() {
        try (S3Images images = images(server.endpoint(), "shop")) {
            for (String missing : List.of("images/none.jpg", "images", "images/a%20b/%C3%BC.jpg", "../shop/largest")) {
                assertThat(reason(images, missing)).as(missing).isEqualTo(RejectionReason.REF_NOT_FOUND);
            }
            assertThat(reason(images, "larger")).isEqualTo(RejectionReason.REF_TOO_LARGE);
        }
    }

    @Test
    void aBucketThatIsMissingIsNoImagesFault() {
        try (S3Images images = images(server.endpoint(), "another")) {
            assertThatThrownBy(() -> images.read("a"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bucket another at references.s3.endpoint " + server.endpoint());
            assertThatThrownBy(images::check).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aServerThatIsAwayIsNoImagesFaultAndIsFoundAgain() throws Exception {
        try (S3Mock other = S3Mock.start(directory.resolve("other/s3"));
                S3Images images = images(other.endpoint(), "shop")) {
            other.put("a", "image".getBytes(UTF_8));
            assertThat(images.read("a")).hasSize(5);
            other.stop();
            assertThatThrownBy(() -> images.read("a")).isInstanceOf(IOException.class);
            assertThatThrownBy(images::check).isInstanceOf(IOException.class);
            other.startAgain();
            assertThat(images.read("a")).hasSize(5);
        }
    }

    @Test
    void aServerThatRefusesOrFailsIsNoImagesFault() throws Exception {
        for (int status : new int[] {400, 401, 403, 404, 405, 429, 500, 503}) {
            try (Fake fake = new Fake(status, "");
                    S3Images images = images(fake.endpoint(), "shop")) {
                assertThatThrownBy(() -> images.read("a"))
                        .as("status %s", status)
                        .isInstanceOf(IOException.class)
                        .hasMessageNotContaining("canary-of-the-key");
            }
        }
    }

    /** By a policy or an encryption key of its own; all other objects can be read, so it must not hold them up. */
    @Test
    void anObjectThatIsRefusedWhileTheBucketAnswersIsRejected() throws Exception {
        try (Fake fake = new Fake(-403, "");
                S3Images images = images(fake.endpoint(), "shop")) {
            RejectedEventException e = catchThrowableOfType(RejectedEventException.class, () -> images.read("a"));
            assertThat(e).isNotNull();
            assertThat(e.rejection().reason()).isEqualTo(RejectionReason.REF_FORBIDDEN);
            assertThat(e).hasMessageContaining("403").hasMessageContaining("bucket shop");
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            try (Fake elsewhere = new Fake(200, "");
                    Fake fake = new Fake(status, elsewhere.endpoint() + "/shop/a");
                    S3Images images = images(fake.endpoint(), "shop")) {
                assertThatThrownBy(() -> images.read("a")).isInstanceOf(IOException.class);
                assertThatThrownBy(images::check).isInstanceOf(IOException.class);
                assertThat(fake.requests).hasPositiveValue();
                assertThat(elsewhere.requests).as("status %s", status).hasValue(0);
            }
        }
    }

    @Test
    void aKeyFileThatIsGoneIsNoImagesFault() throws Exception {
        Path file = Files.writeString(directory.resolve("gone"), "key");
        S3Settings settings =
                new S3Settings(URI.create(server.endpoint()), "shop", "us-east-1", file.toString(), file.toString());
        try (S3Images images = new S3Images(settings, TIMEOUT)) {
            Files.delete(file);
            assertThatThrownBy(() -> images.read("a"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("there is no file " + file);
        }
    }

    @Test
    void anObjectThatStallsIsLateWhileTheBucketAnswers() throws Exception {
        try (Fake fake = new Fake(-1, "");
                ImageReferences references =
                        new ImageReferences(Optional.of(images(fake.endpoint(), "shop")), TIMEOUT)) {
            var outcome = references.read(List.of(new ImageReference("a", Optional.empty())));
            assertThat(outcome.get(0).rejection().orElseThrow().reason()).isEqualTo(RejectionReason.REF_TIMEOUT);
        }
    }

    private static RejectionReason reason(S3Images images, String key) {
        RejectedEventException e = catchThrowableOfType(RejectedEventException.class, () -> images.read(key));
        assertThat(e).as(key).isNotNull();
        return e.rejection().reason();
    }

    /**
     * Answers every request with one status; a negative one only a GET, and a HEAD with 200. -1 begins to answer a GET.
     */
    private static final class Fake implements AutoCloseable {
        private final AtomicInteger requests = new AtomicInteger();
        private final CountDownLatch closed = new CountDownLatch(1);
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final HttpServer http;

        Fake(int status, String location) throws IOException {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.setExecutor(threads);
            http.createContext("/", exchange -> {
                requests.incrementAndGet();
                if (!location.isEmpty()) {
                    exchange.getResponseHeaders().set("Location", location);
                }
                boolean get = exchange.getRequestMethod().equals("GET");
                boolean stalls = status == -1 && get;
                exchange.sendResponseHeaders(
                        status == -1 || (status < 0 && !get) ? 200 : Math.abs(status), stalls ? 1000 : -1);
                if (stalls) {
                    exchange.getResponseBody().write(1);
                    exchange.getResponseBody().flush();
                    await();
                }
                exchange.close();
            });
            http.start();
        }

        private void await() {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        String endpoint() {
            return "http://127.0.0.1:" + http.getAddress().getPort();
        }

        @Override
        public void close() {
            closed.countDown();
            http.stop(0);
            threads.shutdownNow();
        }
    }
}
