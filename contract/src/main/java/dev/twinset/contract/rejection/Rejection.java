package dev.twinset.contract.rejection;

import static java.util.Objects.requireNonNull;

/**
 * Why an event is not served.
 *
 * @param detail one sentence for a person: what, actual, expected
 */
public record Rejection(RejectionReason reason, String detail) {
    public Rejection {
        requireNonNull(reason, "reason is null");
        requireNonNull(detail, "detail is null");
    }
}
