package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.MatchCalibration;
import dev.twinset.vision.image.ImageFault;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.LocalFeatureIndexOpener;
import dev.twinset.worker.features.LogIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;

/** Reads "images" that are texts: {@code bad...} is refused, anything else is the seed of a unit vector. */
class FakeExtractor implements FeatureExtractor {
    static final int DIMENSION = 32;
    static final MatchCalibration CALIBRATION = new MatchCalibration(
            List.of(new MatchCalibration.Point(-0.5, 0.01), new MatchCalibration.Point(0.75, 0.99)));
    private final String modelId;
    private final long delayMillis;

    FakeExtractor(String modelId, long delayMillis) {
        this.modelId = modelId;
        this.delayMillis = delayMillis;
    }

    /** An empty index for features of the model {@code fake}. */
    static FeatureIndex index(Path directory) throws IOException {
        LogIdentity log = new LogIdentity("cluster", "topic");
        return new LocalFeatureIndexOpener(directory, "fake", DIMENSION, log, Clock.systemUTC()).open();
    }

    static float[] vector(byte[] image) {
        Random random = new Random(new String(image, UTF_8).hashCode());
        double[] drawn = random.doubles(DIMENSION, -1, 1).toArray();
        double norm = 0;
        for (double value : drawn) {
            norm += value * value;
        }
        float[] unit = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            unit[i] = (float) (drawn[i] / Math.sqrt(norm));
        }
        return unit;
    }

    @Override
    public String modelId() {
        return modelId;
    }

    @Override
    public MatchCalibration calibration() {
        return CALIBRATION;
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    @Override
    public List<Extraction> extract(List<byte[]> images) {
        if (delayMillis > 0) {
            try {
                Thread.sleep(delayMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return images.stream().map(FakeExtractor::extraction).toList();
    }

    private static Extraction extraction(byte[] image) {
        return new String(image, UTF_8).startsWith("bad")
                ? new Extraction.Refused(ImageFault.CORRUPT, "a bad one")
                : new Extraction.Feature(vector(image));
    }

    @Override
    public void close() {
        // holds nothing
    }
}
