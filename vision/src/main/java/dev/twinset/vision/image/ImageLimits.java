package dev.twinset.vision.image;

/**
 * What an image may cost before anything is decoded.
 *
 * @param maxBytes encoded size, bytes
 * @param maxSide width and height, pixels
 * @param maxPixels width times height
 * @param maxProgressivePixels width times height of a progressive JPEG, which needs all its coefficients in memory
 * @param maxScans scans of one JPEG
 */
public record ImageLimits(int maxBytes, int maxSide, long maxPixels, long maxProgressivePixels, int maxScans) {
    public static final ImageLimits DEFAULT = new ImageLimits(8 << 20, 16_383, 50_000_000, 25_000_000, 64);

    public ImageLimits {
        requirePositive(maxBytes, "maxBytes");
        requirePositive(maxSide, "maxSide");
        requirePositive(maxPixels, "maxPixels");
        requirePositive(maxProgressivePixels, "maxProgressivePixels");
        requirePositive(maxScans, "maxScans");
    }

    private static void requirePositive(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", at least 1 expected");
        }
    }
}
