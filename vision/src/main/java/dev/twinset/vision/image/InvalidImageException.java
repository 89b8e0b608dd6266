package dev.twinset.vision.image;

import static java.util.Objects.requireNonNull;

/** An image that this system will not or cannot turn into pixels; trying again gives the same answer. */
public final class InvalidImageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ImageFault fault;

    /** @param detail one sentence for a person: what, actual, expected */
    InvalidImageException(ImageFault fault, String detail) {
        super(detail);
        this.fault = fault;
    }

    public ImageFault fault() {
        return fault;
    }

    /** What, actual, expected: never null, and free of the image's own text. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage(), "message is null");
    }
}
