package dev.twinset.benchmarks.ingest;

import dev.twinset.benchmarks.UnitVectors;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.MatchCalibration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Unit vectors from a hash of the bytes, at almost no cost. */
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
        return new Extraction.Feature(UnitVectors.random(random, DIMENSION));
    }

    @Override
    public void close() {
        // holds nothing
    }
}
