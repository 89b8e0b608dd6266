package dev.twinset.vision;

/**
 * The dense layer's end: bias, ReLU, and the unit vector, summed in double in a fixed order, so that equal input gives
 * equal bits.
 *
 * @param batch columns of the sums: value {@code i} of image {@code slot} is at {@code i * batch + slot}
 */
record UnitVectors(int batch, float[] bias) {
    /** A shorter vector has no direction worth the name; a constant image can give one. */
    private static final double LEAST_NORM = 1e-6;

    Extraction of(float[] sums, int slot) {
        float[] vector = new float[bias.length];
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            float value = sums[i * batch + slot] + bias[i];
            if (!Float.isFinite(value)) {
                return new Extraction.Refused(
                        ImageFault.NON_FINITE, "feature holds " + value + " at " + i + ", expected finite numbers");
            }
            vector[i] = Math.max(value, 0);
            squares += (double) vector[i] * vector[i];
        }
        double norm = Math.sqrt(squares);
        if (norm <= LEAST_NORM) {
            return new Extraction.Refused(
                    ImageFault.ZERO_NORM, "feature has norm " + norm + ", expected more than " + LEAST_NORM);
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / norm);
        }
        return new Extraction.Feature(vector);
    }
}
