package dev.twinset.worker.kafka;

import java.time.Duration;

/** It did not become known in time which model answers now. The batch is read again. */
final class UnknownServingModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownServingModelException(Duration waited) {
        super("the topic of models was not read to its end within " + waited.toMillis() + " ms");
    }
}
