package dev.twinset.contract.rejection;

/** The event cannot be served, now or later: it becomes a dead letter. */
public final class RejectedEventException extends Exception {
    private static final long serialVersionUID = 1;

    private final RejectionReason reason;

    public RejectedEventException(RejectionReason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public Rejection rejection() {
        return new Rejection(reason, String.valueOf(getMessage()));
    }
}
