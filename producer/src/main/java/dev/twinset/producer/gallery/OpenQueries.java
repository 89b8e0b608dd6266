package dev.twinset.producer.gallery;

import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageData;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.InlineImage;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.gallery.http.HttpException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Queries of visitors: sent as query events, completed by their answers. Any thread. */
final class OpenQueries {
    /** At one time. */
    private static final int MAX_OPEN = 8;

    static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Sends an event; returns when it is acknowledged. */
    interface Outbox {
        void send(CatalogEvent event) throws IOException, InterruptedException;
    }

    private final Outbox outbox;
    private final Semaphore free = new Semaphore(MAX_OPEN);
    private final Map<String, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();

    OpenQueries(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * Waits for the answer: recommendations or a rejection.
     *
     * @param options what is asked of it, by the names of {@link dev.twinset.contract.option.AnswerOptions}
     */
    Answer ask(byte[] image, Map<String, String> options) throws HttpException, InterruptedException {
        return ask(new InlineImage(image), Map.of(), options);
    }

    /** @param attributes what is known of what the image shows, for a filter to compare with */
    Answer ask(ImageData image, Map<String, String> attributes, Map<String, String> options)
            throws HttpException, InterruptedException {
        if (!free.tryAcquire()) {
            throw new HttpException(429, MAX_OPEN + " questions are being answered: ask again in a moment");
        }
        String id = "query-" + UUID.randomUUID();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        open.put(id, answer);
        try {
            outbox.send(new ImageQueried(id, id, image, attributes, options, Optional.empty(), Optional.empty()));
            return answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new HttpException(
                    504,
                    "no answer within " + TIMEOUT.toSeconds()
                            + " s: is a worker running (twinset worker), and has it caught up?");
        } catch (IOException e) {
            throw new HttpException(503, String.valueOf(e.getMessage()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails an answer", e);
        } finally {
            open.remove(id);
            free.release();
        }
    }

    /** Completes the query that waits for this answer, if any. */
    void answered(Answer answer) {
        CompletableFuture<Answer> waiting = open.get(answer.itemId());
        if (waiting != null) {
            waiting.complete(answer);
        }
    }
}
