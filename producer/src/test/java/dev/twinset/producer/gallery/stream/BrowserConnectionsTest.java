package dev.twinset.producer.gallery.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import dev.twinset.producer.gallery.http.HttpException;
import dev.twinset.producer.gallery.http.HttpReply;
import dev.twinset.producer.gallery.http.RequestTimeouts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("NullAway.Init") // set before each test
final class BrowserConnectionsTest {
    private static final String MUCH = "x".repeat(100_000);

    private final EventStream feed = new EventStream("s1", System::nanoTime);
    private final RequestTimeouts deadlines = new RequestTimeouts();
    private final BrowserConnections streams = new BrowserConnections(feed, deadlines, Duration.ofSeconds(1));
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Socket> browsers = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try {
                streams.open(exchange);
            } catch (HttpException e) {
                HttpReply.refused(e).send(exchange);
                exchange.close();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket browser : browsers) {
            browser.close();
        }
        streams.close();
        deadlines.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aBrowserThatTakesNothingIsLetGoAndHoldsUpNoOther() throws Exception {
        Socket stuck = open();
        BufferedReader reading = reading();
        assertThat(nextData(reading)).isEqualTo("{\"messages\":[]}");
        awaitStreams(2);
        for (int i = 0; i < 200; i++) {
            feed.tell("state", JsonNodeFactory.instance.textNode(MUCH));
            assertThat(nextData(reading)).hasSize(MUCH.length() + 2);
        }
        awaitStreams(1);
        assertThat(stuck.isConnected()).isTrue();
        feed.tell("state", JsonNodeFactory.instance.textNode("still here"));
        assertThat(nextData(reading)).isEqualTo("\"still here\"");
    }

    @Test
    void aBrowserThatHasGoneIsForgotten() throws Exception {
        Socket browser = open();
        awaitStreams(1);
        browser.close();
        long start = System.nanoTime();
        while (streams() > 0 && System.nanoTime() - start < 20_000_000_000L) {
            feed.tell("state", JsonNodeFactory.instance.textNode("anybody?"));
            Thread.sleep(20);
        }
        assertThat(streams()).isZero();
    }

    @Test
    void thereAreSoManyStreamsAndNoMore() throws Exception {
        for (int i = 0; i < BrowserConnections.MAX_STREAMS; i++) {
            open();
        }
        awaitStreams(BrowserConnections.MAX_STREAMS);
        assertThat(reader(open()).readLine()).isEqualTo("HTTP/1.1 503 Service Unavailable");
    }

    private Socket open() throws IOException {
        Socket browser = new Socket();
        browser.setReceiveBufferSize(8 * 1024);
        browser.connect(server.getAddress());
        browser.getOutputStream().write("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
        browsers.add(browser);
        return browser;
    }

    private BufferedReader reading() throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/events");
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(response.body(), UTF_8));
    }

    private static BufferedReader reader(Socket browser) throws IOException {
        return new BufferedReader(new InputStreamReader(browser.getInputStream(), UTF_8));
    }

    private static String nextData(BufferedReader reading) throws IOException {
        String line = reading.readLine();
        while (line != null && !line.startsWith("data: ")) {
            line = reading.readLine();
        }
        return String.valueOf(line).substring("data: ".length());
    }

    private void awaitStreams(int expected) throws InterruptedException {
        long start = System.nanoTime();
        while (streams() != expected && System.nanoTime() - start < 20_000_000_000L) {
            Thread.sleep(10);
        }
        assertThat(streams()).isEqualTo(expected);
    }

    private static int streams() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("gallery-stream"))
                .filter(thread -> List.of(thread.getStackTrace()).stream()
                        .anyMatch(frame -> frame.getClassName().equals(BrowserConnection.class.getName())))
                .count();
    }
}
