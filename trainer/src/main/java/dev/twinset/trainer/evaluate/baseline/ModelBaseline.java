package dev.twinset.trainer.evaluate.baseline;

import dev.twinset.trainer.dataset.ImageSet;
import dev.twinset.trainer.evaluate.data.EvaluationProgress;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.io.ImageBytes;
import dev.twinset.trainer.retrieval.FeatureMatrix;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.vision.network.CnnFeatureExtractor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** One of our networks, by the extractor that serves. What it refuses has a row of zeros. */
public record ModelBaseline(String name, ModelBundle model, int threads) implements Baseline {
    /** Images at a time: enough for all cores, few enough for the heap. */
    private static final int CHUNK = 256;

    /** Receives each image that the network refuses, on the caller's thread. */
    @FunctionalInterface
    public interface Refusals {
        void refused(int row, String reason);
    }

    @Override
    public OptionalDouble megaflops() {
        return OptionalDouble.of(model.architecture().operations() / 1e6);
    }

    @Override
    public FeatureMatrix features(EvaluationSet set, EvaluationProgress progress) throws IOException {
        return features(set, progress, (row, reason) -> {});
    }

    public FeatureMatrix features(EvaluationSet set, EvaluationProgress progress, Refusals refusals)
            throws IOException {
        int[] rows = IntStream.range(0, set.images().size()).toArray();
        return features(set.images(), rows, progress.begin(name, rows.length), refusals);
    }

    /** @return a vector for each of these rows */
    public FeatureMatrix features(ImageSet images, int[] rows, IntConsumer done, Refusals refusals) throws IOException {
        List<float[]> features = new ArrayList<>();
        try (FeatureExtractor extractor = CnnFeatureExtractor.open(model, threads)) {
            for (int from = 0; from < rows.length; from += CHUNK) {
                int to = Math.min(rows.length, from + CHUNK);
                List<byte[]> encoded = new ArrayList<>();
                for (int i = from; i < to; i++) {
                    encoded.add(ImageBytes.read(images.item(rows[i]).image(), ImageLimits.DEFAULT.maxBytes()));
                }
                for (Extraction extraction : extractor.extract(encoded)) {
                    if (extraction instanceof Extraction.Feature feature) {
                        features.add(feature.vector());
                    } else if (extraction instanceof Extraction.Refused refused) {
                        refusals.refused(rows[features.size()], refused.detail());
                        features.add(new float[extractor.dimension()]);
                    }
                }
                done.accept(to);
            }
            return FeatureMatrix.ofRows(features, extractor.dimension());
        }
    }
}
