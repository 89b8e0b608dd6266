package dev.twinset.vision.bundle;

import java.io.IOException;

/** A bundle that must not serve: one sentence, without the file's name, which the reader puts in front. */
final class InvalidModelException extends IOException {
    private static final long serialVersionUID = 1L;

    InvalidModelException(String message) {
        super(message);
    }

    InvalidModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
