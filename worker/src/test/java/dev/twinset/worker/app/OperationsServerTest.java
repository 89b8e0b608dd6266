package dev.twinset.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.kafka.WorkerException;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.metrics.WorkerSummary;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationsServerTest {
    private static final String HOST = "127.0.0.1";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final WorkerMetrics metrics = new WorkerMetrics(registry, Clock.systemUTC());
    private final AtomicLong nanos = new AtomicLong();
    private final WorkerHealth health = new WorkerHealth(Duration.ofMinutes(5), nanos::get);
    private final OperationsPages pages =
            new OperationsPages(registry, new WorkerSummary(registry, nanos::get), health, "worker w1");
    private final OperationsServer server = OperationsServer.start(new HttpConfig(HOST, 0, false), pages);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void metricsAreWhatPrometheusReads() throws Exception {
        metrics.received(3);

        HttpResponse<String> answer = get("metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body())
                .contains("# HELP twinset_received_events_total ")
                .contains("# TYPE twinset_decode_seconds histogram")
                .contains("\ntwinset_received_events_total 3.0\n")
                .contains("\ntwinset_in_flight_events 3.0\n");
    }

    @Test
    void aPersonReadsTheSummary() throws Exception {
        assertThat(get("metrics/summary").body())
                .startsWith("worker w1\nNOT READY: the worker is starting\n")
                .contains("where the time goes");
        assertThat(get("").body()).startsWith("worker w1\n").contains("/metrics/summary");
    }

    @Test
    void healthSaysWhyNot() throws Exception {
        assertThat(get("health/live").statusCode()).isEqualTo(200);
        assertThat(get("health/ready").statusCode()).isEqualTo(503);
        assertThat(get("health/ready").body()).isEqualTo("not ready: the worker is starting\n");

        health.restored();
        health.joined(true);
        assertThat(get("health/ready").statusCode()).isEqualTo(200);
        assertThat(get("health/ready").body()).isEqualTo("ready\n");

        health.polling().begin();
        nanos.addAndGet(Duration.ofMinutes(6).toNanos());
        assertThat(get("health/live").statusCode()).isEqualTo(503);
        assertThat(get("health/live").body())
                .isEqualTo("not live: the poll loop has made no progress for 360 s, expected at most 300 s\n");
    }

    @Test
    void headIsGetWithoutItsBody() throws Exception {
        for (String path : List.of("", "health/live", "health/ready", "nothing")) {
            HttpResponse<String> get = get(path);
            HttpResponse<String> head = request("HEAD", path);

            assertThat(head.statusCode()).isEqualTo(get.statusCode());
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValue("Content-Length"))
                    .isEqualTo(get.headers().firstValue("Content-Length"))
                    .isPresent();
        }
    }

    @Test
    void whatIsNotThereIsNotFoundAndSaysWhatIs() throws Exception {
        for (String path :
                List.of("metric", "metrics/", "metrics/summary/x", "health", "health/live/", "%2e%2e/etc/passwd")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
            assertThat(get(path).body()).contains("/health/ready");
        }
    }

    @Test
    void onlyReadingIsAllowed() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
            HttpResponse<String> answer = request(method, "metrics");

            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
        }
    }

    @Test
    void nothingThatARequestSaysComesBack() throws Exception {
        String answer = raw(List.of(
                "GET /health/live?canary HTTP/1.1",
                "Host: canary.example",
                "Origin: http://canary",
                "Connection: close"));

        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\nlive\n")
                .doesNotContainIgnoringCase("canary");
        assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("access-control");
    }

    @Test
    void probesAreAnsweredWhileOthersAreSlowToAsk() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                Socket socket = connect();
                socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            assertThat(get("health/live").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aTakenPortThatNobodyAskedForIsLeftForAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                OperationsServer other =
                        OperationsServer.start(new HttpConfig(HOST, taken.getLocalPort(), true), pages)) {
            assertThat(other.address())
                    .startsWith("http://127.0.0.1:")
                    .isNotEqualTo("http://127.0.0.1:" + taken.getLocalPort() + "/");
            assertThat(client.send(
                                    HttpRequest.newBuilder(URI.create(other.address()))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aTakenPortThatWasAskedForEndsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> OperationsServer.start(new HttpConfig(HOST, taken.getLocalPort(), false), pages))
                    .isInstanceOf(WorkerException.class)
                    .hasMessageContainingAll(
                            "metrics and health cannot be served at 127.0.0.1 port " + taken.getLocalPort(),
                            "in use",
                            "set http.host to an address of this machine, http.port to a free port, 0 (any) or off");
        }
    }

    @Test
    void aHostThatIsNotOursEndsTheStart() {
        for (String host : List.of("no-such-host.invalid", "192.0.2.1")) {
            assertThatThrownBy(() -> OperationsServer.start(new HttpConfig(host, 0, true), pages))
                    .isInstanceOf(WorkerException.class)
                    .hasMessageContaining("cannot be served at " + host);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return request("GET", path);
    }

    private HttpResponse<String> request(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .method(method, BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private Socket connect() throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.address()).getPort());
    }

    private String raw(List<String> head) throws IOException {
        try (Socket socket = connect()) {
            String request = String.join("\r\n", head) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
