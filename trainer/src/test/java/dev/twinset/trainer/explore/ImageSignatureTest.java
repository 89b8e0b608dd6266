package dev.twinset.trainer.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ImageSignatureTest {
    private static final int SIDE = 64;

    /** Against the sums of a cosine transform over all pixels, without separating rows and columns. */
    @Test
    void theHashIsThatOfTheCosineTransform() {
        for (int seed = 0; seed < 5; seed++) {
            byte[] rgb = blobs(seed);
            double[] strengths = transform(rgb);
            double[] sorted = strengths.clone();
            Arrays.sort(sorted);
            double limit = (sorted[31] + sorted[32]) / 2 + 150;
            long hash = ImageSignature.of(rgb).hash();
            for (int i = 0; i < 64; i++) {
                if (Math.abs(strengths[i] - limit) > 1e-6) {
                    assertThat((hash >>> i & 1) == 1)
                            .as("seed %d, frequency %d", seed, i)
                            .isEqualTo(strengths[i] > limit);
                }
            }
        }
    }

    @Test
    void aLittleNoiseChangesFewBitsAndAnotherImageMany() {
        byte[] rgb = blobs(1);
        byte[] noisy = rgb.clone();
        Random random = new Random(9);
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = (byte) Math.max(0, Math.min(255, (noisy[i] & 255) + random.nextInt(9) - 4));
        }
        ImageSignature signature = ImageSignature.of(rgb);
        assertThat(signature.bitsApart(ImageSignature.of(noisy))).isLessThanOrEqualTo(3);
        assertThat(signature.inkApart(ImageSignature.of(noisy))).isLessThan(0.05);
        assertThat(signature.bitsApart(ImageSignature.of(blobs(2)))).isGreaterThan(8);
    }

    @Test
    void inkApartIsZeroForEqualImagesOneForDisjointOnesAndSymmetric() {
        ImageSignature left = ImageSignature.of(half(true));
        ImageSignature right = ImageSignature.of(half(false));
        assertThat(left.inkApart(left)).isZero();
        assertThat(left.inkApart(right)).isCloseTo(1, within(1e-9));
        assertThat(ImageSignature.of(blobs(3)).inkApart(left)).isEqualTo(left.inkApart(ImageSignature.of(blobs(3))));
    }

    private static double[] transform(byte[] rgb) {
        double[] strengths = new double[64];
        for (int v = 1; v <= 8; v++) {
            for (int u = 1; u <= 8; u++) {
                for (int y = 0; y < 32; y++) {
                    for (int x = 0; x < 32; x++) {
                        strengths[8 * (v - 1) + u - 1] += grey(rgb, x, y)
                                * Math.cos((2 * x + 1) * u * Math.PI / 64)
                                * Math.cos((2 * y + 1) * v * Math.PI / 64);
                    }
                }
            }
        }
        return strengths;
    }

    private static double grey(byte[] rgb, int x, int y) {
        double grey = 0;
        double[] weights = {0.299, 0.587, 0.114};
        for (int channel = 0; channel < 3; channel++) {
            int sum = 0;
            for (int i = 0; i < 4; i++) {
                sum += rgb[((2 * y + i / 2) * SIDE + 2 * x + i % 2) * 3 + channel] & 255;
            }
            int rounded = sum / 4;
            grey += weights[channel] * rounded;
        }
        return grey;
    }

    /** Some dark squares on white. */
    private static byte[] blobs(long seed) {
        Random random = new Random(seed);
        byte[] rgb = new byte[SIDE * SIDE * 3];
        Arrays.fill(rgb, (byte) 255);
        for (int blob = 0; blob < 6; blob++) {
            int size = 8 + random.nextInt(20);
            int left = random.nextInt(SIDE - size);
            int top = random.nextInt(SIDE - size);
            byte[] colour = new byte[3];
            random.nextBytes(colour);
            for (int y = top; y < top + size; y++) {
                for (int x = left; x < left + size; x++) {
                    System.arraycopy(colour, 0, rgb, (y * SIDE + x) * 3, 3);
                }
            }
        }
        return rgb;
    }

    private static byte[] half(boolean left) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        Arrays.fill(rgb, (byte) 255);
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            if (pixel % SIDE < SIDE / 2 == left) {
                Arrays.fill(rgb, 3 * pixel, 3 * pixel + 3, (byte) 0);
            }
        }
        return rgb;
    }
}
