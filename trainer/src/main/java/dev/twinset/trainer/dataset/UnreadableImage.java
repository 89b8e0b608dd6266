package dev.twinset.trainer.dataset;

import static java.util.Objects.requireNonNull;

/**
 * An item that is left out.
 *
 * @param reason one clause for a person
 */
public record UnreadableImage(String id, String reason) {
    public UnreadableImage {
        requireNonNull(id, "id is null");
        requireNonNull(reason, "reason is null");
    }
}
