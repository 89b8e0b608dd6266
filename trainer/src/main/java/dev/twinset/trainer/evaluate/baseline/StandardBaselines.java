package dev.twinset.trainer.evaluate.baseline;

import dev.twinset.trainer.evaluate.data.EvaluationOptions;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelBundle;
import java.util.List;
import java.util.OptionalDouble;

/** What a model must beat to be worth its cost. */
public final class StandardBaselines {
    private static final int CHANNELS = CnnArchitecture.CHANNELS;
    private static final int SMALL_SIDE = 32;

    private StandardBaselines() {}

    /** @param model whose architecture the untrained network has */
    public static List<Baseline> of(ModelBundle model, EvaluationOptions options) {
        return List.of(
                new RandomVectors(options.seed()),
                new PixelBaseline("colour histogram", OptionalDouble.empty(), ColourHistogram::of),
                new PixelBaseline("32x32 pixels", OptionalDouble.empty(), StandardBaselines::smallPixels),
                new PixelBaseline("HOG", OptionalDouble.empty(), GradientHistogram::of),
                new ModelBaseline(
                        "untrained network",
                        ModelBundle.untrained(model.architecture(), options.seed()),
                        options.threads()));
    }

    /** Darkness of 32x32 cells, so that the white background, which all pictures share, does not count. */
    private static float[] smallPixels(byte[] rgb, int side) {
        int cell = side / SMALL_SIDE;
        float[] small = new float[SMALL_SIDE * SMALL_SIDE * CHANNELS];
        for (int y = 0; y < SMALL_SIDE * cell; y++) {
            for (int x = 0; x < SMALL_SIDE * cell; x++) {
                int to = (y / cell * SMALL_SIDE + x / cell) * CHANNELS;
                int from = (y * side + x) * CHANNELS;
                for (int channel = 0; channel < CHANNELS; channel++) {
                    small[to + channel] += 255 - (rgb[from + channel] & 255);
                }
            }
        }
        return small;
    }
}
