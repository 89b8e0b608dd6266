package dev.twinset.producer.gallery.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.twinset.producer.gallery.http.RequestTimeouts;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * One browser's stream of server-sent events, written by a thread of its own. The queue of unsent events is bounded:
 * after {@value #WAITING} events, or when a write takes too long, the browser is disconnected. It may reconnect and
 * continues where it was.
 */
final class BrowserConnection implements EventStream.Listener, Runnable {
    private static final int WAITING = 128;
    private static final byte[] RETRY = "retry: 2000\n\n".getBytes(UTF_8);

    private final HttpExchange exchange;
    private final EventStream feed;
    private final RequestTimeouts deadlines;
    private final Duration writeLimit;
    private final BlockingQueue<ServerSentEvent> waiting = new ArrayBlockingQueue<>(WAITING);
    private volatile boolean letGo;

    BrowserConnection(HttpExchange exchange, EventStream feed, RequestTimeouts deadlines, Duration writeLimit) {
        this.exchange = exchange;
        this.feed = feed;
        this.deadlines = deadlines;
        this.writeLimit = writeLimit;
    }

    @Override
    public boolean hear(ServerSentEvent message) {
        letGo = letGo || !waiting.offer(message);
        return !letGo;
    }

    /** Runs until the browser disconnects, is disconnected, or the thread is interrupted. */
    @Override
    public void run() {
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Accel-Buffering", "no");
            exchange.sendResponseHeaders(200, 0);
            String heard = exchange.getRequestHeaders().getFirst("Last-Event-ID");
            feed.join(this, heard == null ? "" : heard);
            write(RETRY);
            while (!letGo) {
                write(waiting.take().frame(feed.session()));
            }
        } catch (IOException e) {
            // the browser has gone, or was too slow
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            feed.leave(this);
            exchange.close();
        }
    }

    @SuppressWarnings("try") // the timeout applies while it is open
    private void write(byte[] bytes) throws IOException {
        try (RequestTimeouts.Deadline deadline = deadlines.start(writeLimit)) {
            OutputStream out = exchange.getResponseBody();
            out.write(bytes);
            out.flush();
        }
    }
}
