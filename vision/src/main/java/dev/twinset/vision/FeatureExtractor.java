package dev.twinset.vision;

import dev.twinset.vision.bundle.MatchCalibration;
import java.util.List;
import java.util.Map;

/** Image bytes to unit vectors: the seam behind which a network runs. One caller at a time. */
public interface FeatureExtractor extends AutoCloseable {
    /** Fingerprint of the model: features of two ids are never compared. */
    String modelId();

    /** What the cosine of two features means. */
    MatchCalibration calibration();

    /** Length of every feature. */
    int dimension();

    /**
     * Decodes and embeds on all cores of this extractor.
     *
     * @param images encoded images, in any number
     * @return one outcome for each image, in order; its bits do not depend on the other images
     */
    List<Extraction> extract(List<byte[]> images);

    /**
     * How the cosine of one feature and each of the others comes about; all is {@code look} unless the model knows
     * more. Any thread.
     */
    default List<Explanation> explain(float[] asked, List<float[]> others) {
        return others.stream().map(other -> Explanation.look(asked, other)).toList();
    }

    /** What the model takes an image for, task to class; empty if it has no classes in its features. Any thread. */
    default Map<String, String> looksLike(float[] feature) {
        return Map.of();
    }

    @Override
    void close();
}
