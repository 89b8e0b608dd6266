package dev.twinset.kafka.errors;

import java.io.IOException;

/**
 * Kafka does not let us in, or not do this. The message is the whole sentence: causes may hold what must not be told.
 */
public final class KafkaAccessException extends IOException {
    private static final long serialVersionUID = 1;

    public KafkaAccessException(String message, Throwable cause) {
        super(message, cause);
    }
}
