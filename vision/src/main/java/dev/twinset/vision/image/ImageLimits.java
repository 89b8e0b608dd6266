package dev.twinset.vision.image;

/**
 * What an image may cost before anything is decoded.
 *
 * @param maxBytes encoded size, bytes
 * @param maxSide width and height, pixels
 * @param maxPixels width times height
 * @param maxProgressivePixels width times height of a progressive JPEG, which needs all its coefficients in memory
 * @param maxScans scans of one JPEG
 * @param maxChunks chunks of one PNG
 * @param maxAncillaryBytes bytes in all chunks of one PNG that are not the picture
 */
public record ImageLimits(
        int maxBytes,
        int maxSide,
        long maxPixels,
        long maxProgressivePixels,
        int maxScans,
        int maxChunks,
        long maxAncillaryBytes) {
    public static final ImageLimits DEFAULT =
            new ImageLimits(8 << 20, 16_383, 50_000_000, 25_000_000, 64, 1_024, 1 << 20);

    public ImageLimits {
        requirePositive(maxBytes, "maxBytes");
        requirePositive(maxSide, "maxSide");
        requirePositive(maxPixels, "maxPixels");
        requirePositive(maxProgressivePixels, "maxProgressivePixels");
        requirePositive(maxScans, "maxScans");
        requirePositive(maxChunks, "maxChunks");
        requirePositive(maxAncillaryBytes, "maxAncillaryBytes");
    }

    private static void requirePositive(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", at least 1 expected");
        }
    }
}
