package dev.twinset.trainer.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The features that need no training, against what they are by definition. */
final class PixelFeaturesTest {
    private static final int SIDE = 96;

    @Test
    void theColourHistogramHoldsTheRootsOfTheCountsOf512Colours() {
        byte[] rgb = noise(1);
        float[] histogram = ColourHistogram.of(rgb, SIDE);
        int[] counts = new int[512];
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            int red = (rgb[3 * pixel] & 255) / 32;
            int green = (rgb[3 * pixel + 1] & 255) / 32;
            int blue = (rgb[3 * pixel + 2] & 255) / 32;
            counts[red * 64 + green * 8 + blue]++;
        }
        assertThat(histogram).hasSize(512);
        for (int i = 0; i < 512; i++) {
            assertThat(histogram[i]).isEqualTo((float) Math.sqrt(counts[i]));
        }
    }

    @Test
    void theColourHistogramDoesNotSeeWherePixelsAre() {
        byte[] rgb = noise(2);
        byte[] turned = new byte[rgb.length];
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            System.arraycopy(rgb, 3 * pixel, turned, rgb.length - 3 - 3 * pixel, 3);
        }
        assertThat(ColourHistogram.of(turned, SIDE)).isEqualTo(ColourHistogram.of(rgb, SIDE));
    }

    @Test
    void aPlainImageHasNoGradient() {
        byte[] grey = new byte[SIDE * SIDE * 3];
        Arrays.fill(grey, (byte) 77);
        assertThat(GradientHistogram.of(grey, SIDE)).hasSize(7 * 7 * 4 * 9).containsOnly(0);
    }

    @Test
    void upAndDownStripesAreStrongInOppositeDirections() {
        float[] upright = GradientHistogram.of(stripes(true), SIDE);
        float[] level = GradientHistogram.of(stripes(false), SIDE);
        // an edge of upright stripes points along x: direction 0 of 9; of level ones along y, between 4 and 5
        assertThat(strength(upright, 0)).isGreaterThan(0.9);
        assertThat(strength(level, 4) + strength(level, 5)).isGreaterThan(0.9);
        assertThat(strength(upright, 4) + strength(level, 0)).isLessThan(0.1);
    }

    @Test
    void gradientsDoNotChangeWithLightButWithShape() {
        byte[] dark = stripes(true);
        byte[] light = dark.clone();
        for (int i = 0; i < light.length; i++) {
            light[i] = (byte) ((light[i] & 255) + 100);
        }
        float[] one = GradientHistogram.of(dark, SIDE);
        float[] other = GradientHistogram.of(light, SIDE);
        for (int i = 0; i < one.length; i++) {
            assertThat(other[i]).isCloseTo(one[i], within(1e-3f));
        }
        assertThat(GradientHistogram.of(stripes(false), SIDE)).isNotEqualTo(one);
    }

    @Test
    void everyBlockOfEdgesHasLengthOneAndNoDirectionDrownsTheOthers() {
        float[] features = GradientHistogram.of(noise(3), SIDE);
        for (int block = 0; block < 49; block++) {
            double squares = 0;
            for (int i = 36 * block; i < 36 * (block + 1); i++) {
                squares += features[i] * features[i];
                assertThat(features[i]).isBetween(0f, 0.5f);
            }
            assertThat(Math.sqrt(squares)).isCloseTo(1, within(1e-3));
        }
    }

    private static double strength(float[] features, int direction) {
        double all = 0;
        double of = 0;
        for (int i = 0; i < features.length; i++) {
            all += features[i] * features[i];
            of += i % 9 == direction ? features[i] * features[i] : 0;
        }
        return of / all;
    }

    private static byte[] stripes(boolean upright) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            int along = upright ? pixel % SIDE : pixel / SIDE;
            Arrays.fill(rgb, 3 * pixel, 3 * pixel + 3, (byte) (along / 4 % 2 * 120));
        }
        return rgb;
    }

    private static byte[] noise(long seed) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        new Random(seed).nextBytes(rgb);
        return rgb;
    }
}
