package dev.twinset.worker.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.twinset.console.DaemonThreads;
import dev.twinset.worker.kafka.WorkerException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics and health over HTTP, for machines and people. Answers GET and HEAD, changes nothing, and shows nothing that
 * is secret; nothing that a request says besides its method and path has an effect.
 */
final class OperationsServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OperationsServer.class);

    /** A few scrapers and probes at a time; each thread may be held by a client that is slow to ask. */
    private static final int THREADS = 8;

    private static final int WAITING_CONNECTIONS = 64;

    /** How long a client may take to send its request, seconds. The JDK's server knows no limit unless told. */
    private static final String REQUEST_SECONDS = "10";

    private final HttpServer server;
    private final ExecutorService threads;
    private final OperationsPages pages;

    private OperationsServer(HttpServer server, OperationsPages pages) {
        this.server = server;
        this.pages = pages;
        this.threads = Executors.newFixedThreadPool(THREADS, DaemonThreads.named("operations"));
    }

    /** @throws WorkerException if the address cannot be listened on */
    static OperationsServer start(HttpConfig config, OperationsPages pages) {
        limitSlowClients();
        OperationsServer operations = new OperationsServer(listen(config), pages);
        operations.server.setExecutor(operations.threads);
        operations.server.createContext("/", operations::answer);
        operations.server.start();
        return operations;
    }

    /** Read once by the JDK, when its first server starts; an operator's own setting stays. */
    private static void limitSlowClients() {
        if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
            System.setProperty("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
        }
    }

    private static HttpServer listen(HttpConfig config) {
        try {
            return listen(config.host(), config.port());
        } catch (BindException e) {
            if (config.otherPort()) {
                return listenElsewhere(config, e);
            }
            throw fault(config, e);
        } catch (IOException e) {
            throw fault(config, e);
        }
    }

    private static HttpServer listenElsewhere(HttpConfig config, IOException cause) {
        try {
            HttpServer server = listen(config.host(), 0);
            log.warn("port {} of {} is taken: metrics and health go to another", config.port(), config.host());
            return server;
        } catch (IOException e) { // then it is not the port
            e.addSuppressed(cause);
            throw fault(config, e);
        }
    }

    private static HttpServer listen(String host, int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), WAITING_CONNECTIONS);
    }

    private static WorkerException fault(HttpConfig config, IOException e) {
        String why = e instanceof UnknownHostException ? "no such host" : e.getMessage();
        return new WorkerException(
                "metrics and health cannot be served at " + config.host() + " port " + config.port() + ": " + why
                        + "; set http.host to an address of this machine, http.port to a free port, 0 (any) or off",
                e);
    }

    /** Where to look with a browser. */
    String address() {
        InetSocketAddress bound = server.getAddress();
        String host = bound.getAddress().isAnyLocalAddress()
                ? "localhost"
                : bound.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort() + "/";
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (method.equals("GET") || method.equals("HEAD")) {
                send(exchange, pages.page(exchange.getRequestURI().getPath()));
            } else {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, OperationsPages.Page.text(405, "only GET and HEAD are answered here\n"));
            }
        } catch (IOException e) {
            log.debug("a client of metrics and health went away", e);
        } catch (RuntimeException e) {
            log.warn("a page of metrics and health failed", e);
        }
    }

    private static void send(HttpExchange exchange, OperationsPages.Page page) throws IOException {
        byte[] body = page.body().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", page.contentType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(page.status(), -1);
        } else {
            exchange.sendResponseHeaders(page.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
