package dev.twinset.worker.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that answers what a test has laid down for a method and the beginning of a path. */
public final class FakeEngine implements AutoCloseable {
    /** No engine listens there, and the system gives the port to no server. */
    public static final URI NOBODY = URI.create("http://127.0.0.1:1");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final Map<String, Queue<Reply>> next = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    public FakeEngine() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** A request as it came. */
    public record Request(String line, String authorization, String body) {}

    /** @param millis before it is sent */
    private record Reply(int status, String body, long millis) {}

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @param start of the request's line, such as {@code GET /_cat}; the longest that fits counts */
    public FakeEngine reply(String start, int status, String body) {
        replies.put(start, new Reply(status, body, 0));
        return this;
    }

    /** Once, before what is laid down for good. */
    public void replyNext(String start, String body) {
        next.computeIfAbsent(start, any -> new ConcurrentLinkedQueue<>()).add(new Reply(200, body, 0));
    }

    FakeEngine replyLate(String start, long millis) {
        replies.put(start, new Reply(200, "{}", millis));
        return this;
    }

    public List<Request> requests() {
        return new ArrayList<>(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(new Request(line, authorization == null ? "" : authorization, body));
        String start = replies.keySet().stream()
                .filter(line::startsWith)
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .orElse("");
        Reply once = next.getOrDefault(start, new ConcurrentLinkedQueue<>()).poll();
        Reply reply = once != null
                ? once
                : replies.getOrDefault(start, new Reply(404, "{\"error\":\"nothing laid down\"}", 0));
        try (exchange) {
            Thread.sleep(reply.millis());
            byte[] bytes = reply.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
