package dev.twinset.producer.gallery.stream;

import com.sun.net.httpserver.HttpExchange;
import dev.twinset.console.DaemonThreads;
import dev.twinset.producer.gallery.http.HttpException;
import dev.twinset.producer.gallery.http.RequestTimeouts;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Opens streams, each on a thread of its own; the number is limited. */
public final class BrowserConnections implements AutoCloseable {
    static final int MAX_STREAMS = 32;
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final EventStream feed;
    private final RequestTimeouts deadlines;
    private final Duration writeLimit;
    private final ExecutorService threads;

    public BrowserConnections(EventStream feed, RequestTimeouts deadlines) {
        this(feed, deadlines, WRITE_LIMIT);
    }

    /** @param writeLimit how long one message may take to be written */
    public BrowserConnections(EventStream feed, RequestTimeouts deadlines, Duration writeLimit) {
        this.writeLimit = writeLimit;
        this.feed = feed;
        this.deadlines = deadlines;
        this.threads = new ThreadPoolExecutor(
                0,
                MAX_STREAMS,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                DaemonThreads.named("gallery-stream"));
    }

    /** Takes over the exchange. */
    public void open(HttpExchange exchange) throws HttpException {
        try {
            threads.execute(new BrowserConnection(exchange, feed, deadlines, writeLimit));
        } catch (RejectedExecutionException e) {
            throw new HttpException(503, MAX_STREAMS + " pages are open already: close one, then load this one again");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
