package dev.twinset.producer.gallery.http;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Reads the bodies of requests with limits: on their size, on the time, and on how many there are at once, so that
 * clients that send slowly leave threads for the page. Any thread.
 */
public final class RequestBodies {
    private static final int AT_ONCE = GalleryServer.THREADS / 3;
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);
    private static final long MAX_DRAINED_BYTES = 32L << 20;

    private final Semaphore reading = new Semaphore(AT_ONCE);
    private final RequestTimeouts timeouts;

    public RequestBodies(RequestTimeouts timeouts) {
        this.timeouts = requireNonNull(timeouts, "timeouts is null");
    }

    /**
     * Reads a body.
     *
     * @throws HttpException 413 if it is larger, 400 if it is empty, 429 if too many others are being read
     */
    @SuppressWarnings("try") // the timeout applies while it is open
    public byte[] read(HttpExchange exchange, int mostBytes, Duration limit) throws HttpException, IOException {
        if (!reading.tryAcquire()) {
            throw new HttpException(429, AT_ONCE + " pictures are being sent: try again in a moment");
        }
        try (RequestTimeouts.Deadline deadline = timeouts.start(limit)) {
            return GalleryRequest.body(exchange, mostBytes);
        } finally {
            reading.release();
        }
    }

    /**
     * Reads the rest of a body that was refused, unless too many others are being read: a browser that is still sending
     * would not receive the response if the connection were closed.
     */
    @SuppressWarnings("try") // the timeout applies while it is open
    public void drain(HttpExchange exchange) throws IOException {
        if (!reading.tryAcquire()) {
            return;
        }
        try (RequestTimeouts.Deadline deadline = timeouts.start(DRAIN_LIMIT)) {
            byte[] away = new byte[64 * 1024];
            long left = MAX_DRAINED_BYTES;
            for (int read = 0; read >= 0 && left > 0; left -= read) {
                read = exchange.getRequestBody().read(away);
            }
        } finally {
            reading.release();
        }
    }
}
