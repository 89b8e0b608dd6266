package dev.twinset.trainer.evaluate.baseline;

/**
 * How often each of 8x8x8 colours occurs, as the root of the counts, whose product is Bhattacharyya's coefficient, so
 * that a large background does not dominate.
 */
final class ColourHistogram {
    private static final int BITS = 3;

    private ColourHistogram() {}

    static float[] of(byte[] rgb, int side) {
        float[] bins = new float[1 << (3 * BITS)];
        for (int i = 0; i < rgb.length; i += 3) {
            bins[(level(rgb[i]) << (2 * BITS)) | (level(rgb[i + 1]) << BITS) | level(rgb[i + 2])]++;
        }
        for (int i = 0; i < bins.length; i++) {
            bins[i] = (float) Math.sqrt(bins[i]);
        }
        return bins;
    }

    private static int level(byte value) {
        return (value & 255) >> (8 - BITS);
    }
}
