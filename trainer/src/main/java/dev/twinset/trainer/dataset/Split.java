package dev.twinset.trainer.dataset;

import java.nio.ByteBuffer;

/**
 * What an image is used for. The image's own bytes decide, so that the parts are the same on every machine, whatever
 * the order or the size of the catalogue, and copies of one image never land on both sides.
 */
public enum Split {
    TRAINING,
    VALIDATION,
    TEST;

    /** The rule of {@link #of} for a manifest. */
    public static final String RULE =
            "first 32 bits of the image file's SHA-256, modulo 10: 0 validation, 1 test, others training";

    static Split of(byte[] sha256) {
        return switch (Integer.remainderUnsigned(ByteBuffer.wrap(sha256).getInt(), 10)) {
            case 0 -> VALIDATION;
            case 1 -> TEST;
            default -> TRAINING;
        };
    }
}
