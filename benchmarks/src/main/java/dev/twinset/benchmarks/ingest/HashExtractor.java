package dev.twinset.benchmarks.ingest;

import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.MatchCalibration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Unit vectors from a hash of the bytes, nearly for free. */
final class HashExtractor implements FeatureExtractor {
    private static final int DIMENSION = 256;

    @Override
    public String modelId() {
        return "hash";
    }

    @Override
    public MatchCalibration calibration() {
        return MatchCalibration.NONE;
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    @Override
    public List<Extraction> extract(List<byte[]> images) {
        return images.stream().map(HashExtractor::extraction).toList();
    }

    private static Extraction extraction(byte[] image) {
        SplittableRandom random = new SplittableRandom(Arrays.hashCode(image));
        float[] vector = new float[DIMENSION];
        double norm = 0;
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextDouble(-1, 1);
            norm += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (vector[i] / Math.sqrt(norm));
        }
        return new Extraction.Feature(vector);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
