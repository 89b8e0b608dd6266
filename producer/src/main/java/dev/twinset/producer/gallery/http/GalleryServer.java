package dev.twinset.producer.gallery.http;

import com.sun.net.httpserver.HttpServer;
import dev.twinset.console.DaemonThreads;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The JDK's HTTP server with bounds: on threads, on what waits for one, on connections, on slow requests. */
public final class GalleryServer implements AutoCloseable {
    static final int THREADS = 24;
    private static final int WAITING = 256;
    private static final int BACKLOG = 64;

    /**
     * Read once by the JDK's server, so they apply only if no server was created before. A user's setting takes
     * precedence.
     */
    private static final Map<String, String> BOUNDS = Map.of(
            // seconds from a connection's first byte to the end of its request's headers
            "sun.net.httpserver.maxReqTime", "10",
            "sun.net.httpserver.idleInterval", "60",
            "jdk.httpserver.maxConnections", "256",
            // otherwise each response waits for the acknowledgement of its headers
            "sun.net.httpserver.nodelay", "true");

    private final GallerySettings settings;
    private final ExecutorService threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            DaemonThreads.named("gallery-http"));
    private @Nullable HttpServer server;

    public GalleryServer(GallerySettings settings) {
        this.settings = settings;
    }

    /** Takes the port; the server is yet to be started. */
    public HttpServer bind() throws IOException {
        BOUNDS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port());
        try {
            HttpServer bound = HttpServer.create(address, BACKLOG);
            bound.setExecutor(threads);
            server = bound;
            return bound;
        } catch (BindException e) {
            BindException told = new BindException("cannot listen at " + settings.host() + ":" + settings.port() + " ("
                    + e.getMessage() + "): choose another --port, 0 for any that is free");
            told.initCause(e);
            throw told;
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }
}
