package dev.twinset.worker.kafka;

/** The worker cannot go on: the message is one sentence for a person that says what, where and what to do. */
public final class WorkerFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    public WorkerFault(String message) {
        super(message);
    }

    public WorkerFault(String message, Throwable cause) {
        super(message, cause);
    }
}
