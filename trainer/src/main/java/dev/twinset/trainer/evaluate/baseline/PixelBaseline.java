package dev.twinset.trainer.evaluate.baseline;

import dev.twinset.trainer.dataset.ImageSet;
import dev.twinset.trainer.evaluate.data.EvaluationProgress;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.retrieval.FeatureMatrix;
import dev.twinset.vision.bundle.CnnArchitecture;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;

/** A classic feature that needs no training, computed from the decoded pixels. */
record PixelBaseline(String name, OptionalDouble megaflops, Description description) implements Baseline {
    private static final int SAID_EVERY = 64;

    /** Pixels to a vector. */
    @FunctionalInterface
    interface Description {
        /** @param rgb side * side * 3 bytes: R, G, B, row by row */
        float[] of(byte[] rgb, int side);
    }

    @Override
    public FeatureMatrix features(EvaluationSet set, EvaluationProgress progress) throws IOException {
        ImageSet images = set.images();
        IntConsumer done = progress.begin(name, images.size());
        byte[] rgb = new byte[images.side() * images.side() * CnnArchitecture.CHANNELS];
        float[] values = new float[0];
        int dimension = 0;
        for (int row = 0; row < images.size(); row++) {
            images.pixels(row, rgb);
            float[] vector = description.of(rgb, images.side());
            if (row == 0) {
                dimension = vector.length;
                values = new float[Math.multiplyExact(images.size(), dimension)];
            }
            System.arraycopy(vector, 0, values, row * dimension, dimension);
            if (row % SAID_EVERY == 0) {
                done.accept(row);
            }
        }
        return new FeatureMatrix(dimension, values);
    }
}
