package dev.twinset.worker.kafka;

/** The worker cannot go on: the message is one sentence for a person that says what, where and what to do. */
public final class WorkerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public WorkerException(String message) {
        super(message);
    }

    public WorkerException(String message, Throwable cause) {
        super(message, cause);
    }
}
