package dev.twinset.kafka.errors;

import java.io.IOException;

/**
 * Kafka refuses our login or this operation. The message is a whole sentence; causes may hold secrets and must not be
 * printed.
 */
public final class KafkaAccessException extends IOException {
    private static final long serialVersionUID = 1;

    public KafkaAccessException(String message, Throwable cause) {
        super(message, cause);
    }
}
