package dev.twinset.contract.event;

import static java.util.Objects.requireNonNull;

/**
 * The image travels in the event.
 *
 * @param bytes the encoded image (JPEG, PNG or WebP), not copied
 */
public record InlineImage(byte[] bytes) implements ImageData {
    public InlineImage {
        requireNonNull(bytes, "bytes is null");
    }
}
