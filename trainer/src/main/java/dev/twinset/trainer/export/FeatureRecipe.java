package dev.twinset.trainer.export;

import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.InputRule;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.network.CnnFeatureExtractor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/**
 * What another program needs to make the features of a model, beside the network: the rule of its input in words, and
 * an example picture with its feature, to try the program with. {@code docs/examples} has such programs.
 */
public final class FeatureRecipe {
    private FeatureRecipe() {}

    /** @return a PNG of 300x400 pixels, RGB, without transparency, orientation or colour profile */
    public static byte[] examplePicture() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                FeatureRecipe.class.getResourceAsStream("example.png"), "example.png is not on the class path")) {
            return in.readAllBytes();
        }
    }

    /**
     * @return the feature that a worker with this model stores for the example picture
     * @throws IOException if the network gives it none
     */
    static float[] exampleFeature(ModelBundle model) throws IOException {
        try (FeatureExtractor extractor = CnnFeatureExtractor.open(model, 1)) {
            Extraction extraction = extractor.extract(List.of(examplePicture())).get(0);
            if (extraction instanceof Extraction.Feature feature) {
                return feature.vector();
            }
            throw new IOException(
                    "model " + model.modelId() + " has no feature for the example picture: " + extraction);
        }
    }

    /** The rule of the input, one step a line. */
    public static List<String> steps(ModelBundle model) {
        InputRule rule = model.manifest().model().input();
        int side = model.architecture().side();
        return List.of(
                "decode: 8-bit R, G, B, multiplied by alpha where there is one; colour profiles are ignored; a JPEG at the "
                        + "least of 1/8, 1/4, 1/2 of its size that leaves both sides at " + side
                        + " or more, else whole",
                "turn: upright by the EXIF orientation",
                "resize: to " + side + "x" + side
                        + ", whatever the proportion; each pixel is the mean of the area that "
                        + "it covers; a picture with a side under " + side + " is interpolated by OpenCV's INTER_AREA",
                "round: to the nearest level of 0 to 255, halves to the even one (up, if both sides are halved); where "
                        + "there is an alpha, add 255 - alpha, so that transparent is white",
                "normalise: (level / 255 - mean) / std; mean " + rule.mean() + ", std " + rule.std(),
                "arrange: float32 [n, 3, " + side + ", " + side + "], channels R, G, B, rows from the top");
    }
}
