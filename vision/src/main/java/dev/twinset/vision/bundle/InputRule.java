package dev.twinset.vision.bundle;

import static java.util.Objects.requireNonNull;

import dev.twinset.vision.image.ImageDecoder;
import java.util.List;

/**
 * How decoded pixels become the network's input: {@code (value / 255 - mean) / std}, channel by channel. Part of the
 * model, because a network fed by another rule gives other features without any error.
 *
 * @param colourOrder always {@value #RGB}
 * @param mean of red, green and blue over the training images, of values between 0 and 1
 * @param std standard deviation of red, green and blue, more than 0
 * @param resize always {@value #RESIZE}
 */
public record InputRule(String colourOrder, List<Double> mean, List<Double> std, String resize) {
    public static final String RGB = "RGB";

    /** Name of what {@link ImageDecoder} does; it changes whenever the pixels change. */
    public static final String RESIZE = "squeeze-area-1";

    public InputRule {
        requireNonNull(colourOrder, "colourOrder is null");
        requireNonNull(resize, "resize is null");
        mean = channels("mean", mean);
        std = channels("std", std);
        if (!colourOrder.equals(RGB)) {
            throw new IllegalArgumentException("colour order is " + colourOrder + ", expected " + RGB);
        }
        if (!resize.equals(RESIZE)) {
            throw new IllegalArgumentException("resize rule is " + resize + ", expected " + RESIZE);
        }
        if (std.stream().anyMatch(value -> value <= 0)) {
            throw new IllegalArgumentException("std is " + std + ", expected more than 0");
        }
    }

    public static InputRule of(List<Double> mean, List<Double> std) {
        return new InputRule(RGB, mean, std, RESIZE);
    }

    /** The normalised value of each of the 256 levels of a channel; the one place where this is computed. */
    public float[] table(int channel) {
        float[] table = new float[256];
        for (int level = 0; level < table.length; level++) {
            table[level] = (float) ((level / 255.0 - mean.get(channel)) / std.get(channel));
        }
        return table;
    }

    private static List<Double> channels(String what, List<Double> values) {
        List<Double> copy = List.copyOf(values);
        if (copy.size() != CnnArchitecture.CHANNELS || !copy.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(what + " is " + copy + ", expected three finite numbers");
        }
        return copy;
    }
}
