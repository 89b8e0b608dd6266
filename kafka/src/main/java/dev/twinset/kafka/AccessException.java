package dev.twinset.kafka;

import java.io.IOException;

/**
 * Kafka does not let us in, or not do this. The message is the whole sentence: causes may hold what must not be told.
 */
public final class AccessException extends IOException {
    private static final long serialVersionUID = 1;

    public AccessException(String message, Throwable cause) {
        super(message, cause);
    }
}
