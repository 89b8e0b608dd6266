package dev.twinset.vision;

import java.io.IOException;

/** A bundle that must not serve: one sentence, without the file's name, which the reader puts in front. */
final class UnfitModelException extends IOException {
    private static final long serialVersionUID = 1L;

    UnfitModelException(String message) {
        super(message);
    }

    UnfitModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
