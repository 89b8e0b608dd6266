package dev.twinset.trainer.dataset;

import static java.util.Objects.requireNonNull;

import java.util.List;

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

    /** For the end of a sentence: the first of them and why; nothing if there is none. */
    public static String first(List<UnreadableImage> images) {
        return images.isEmpty()
                ? ""
                : "; the first, " + images.get(0).id() + ": " + images.get(0).reason();
    }
}
