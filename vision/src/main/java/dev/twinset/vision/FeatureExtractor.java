package dev.twinset.vision;

import dev.twinset.vision.bundle.MatchCalibration;
import java.util.List;

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

    @Override
    void close();
}
