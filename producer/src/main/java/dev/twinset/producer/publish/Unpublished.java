package dev.twinset.producer.publish;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * An item that could not be published.
 *
 * @param reason one sentence for a person
 */
public record Unpublished(String itemId, Path image, String reason) {
    public Unpublished {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(image, "image is null");
        requireNonNull(reason, "reason is null");
    }
}
