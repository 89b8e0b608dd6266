package dev.twinset.vision.image;

/** Refuses, before anything is decoded, what would cost too much or cannot be whole. Cheap checks come first. */
public final class ImageValidator {
    private ImageValidator() {}

    /**
     * @return the header, so that it is read only once
     * @throws InvalidImageException with the first fault in this order: EMPTY, TOO_MANY_BYTES, UNSUPPORTED_FORMAT,
     *     TOO_LARGE_DIMENSION, TOO_MANY_PIXELS, CORRUPT, TOO_MANY_SCANS, ANIMATED_UNSUPPORTED; CORRUPT comes before the
     *     two of size where there is no size
     */
    public static ImageHeader check(byte[] encoded, ImageLimits limits) throws InvalidImageException {
        if (encoded.length > limits.maxBytes()) {
            throw over(ImageFault.TOO_MANY_BYTES, "image", encoded.length, "bytes", limits.maxBytes());
        }
        ImageHeader header = ImageHeader.read(encoded);
        checkSize(header, limits);
        checkStructure(header, limits);
        return header;
    }

    private static void checkSize(ImageHeader header, ImageLimits limits) throws InvalidImageException {
        long longer = Math.max(header.width(), header.height());
        if (longer > limits.maxSide()) {
            throw over(ImageFault.TOO_LARGE_DIMENSION, "longer side", longer, "pixels", limits.maxSide());
        }
        long pixels = header.width() * header.height();
        if (pixels > limits.maxPixels()) {
            throw over(ImageFault.TOO_MANY_PIXELS, "image", pixels, "pixels", limits.maxPixels());
        }
        if (header.progressive() && pixels > limits.maxProgressivePixels()) {
            throw over(ImageFault.TOO_MANY_PIXELS, "progressive JPEG", pixels, "pixels", limits.maxProgressivePixels());
        }
    }

    private static void checkStructure(ImageHeader header, ImageLimits limits) throws InvalidImageException {
        if (header.defect().isPresent()) {
            throw new InvalidImageException(ImageFault.CORRUPT, header.defect().get());
        }
        if (header.scans() > limits.maxScans()) {
            throw over(ImageFault.TOO_MANY_SCANS, "JPEG", header.scans(), "scans", limits.maxScans());
        }
        if (header.animated()) {
            throw new InvalidImageException(
                    ImageFault.ANIMATED_UNSUPPORTED, header.format() + " is animated, a still image expected");
        }
    }

    private static InvalidImageException over(ImageFault fault, String what, long actual, String unit, long limit) {
        return new InvalidImageException(
                fault, what + " has " + actual + " " + unit + ", at most " + limit + " expected");
    }
}
