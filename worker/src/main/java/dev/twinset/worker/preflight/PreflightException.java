package dev.twinset.worker.preflight;

/** The worker cannot start. The message is one sentence: every fault, where it is and what to do. */
public final class PreflightException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PreflightException(String message) {
        super(message);
    }

    /** @param cause why a request failed */
    PreflightException(String message, Throwable cause) {
        super(message, cause);
    }
}
