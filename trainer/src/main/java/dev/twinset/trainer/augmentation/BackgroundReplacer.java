package dev.twinset.trainer.augmentation;

import dev.twinset.vision.bundle.CnnArchitecture;
import java.util.Arrays;
import java.util.Random;

/**
 * Puts a product that was photographed on white in front of another background: a soft blend of four colours with some
 * noise, or a piece of another photo. A network that has only ever seen white takes any other background for a part of
 * the product. What counts as background is white and reaches the picture's edge, so a white shirt's inside stays
 * white. Holds buffers: one thread.
 */
final class BackgroundReplacer {
    /**
     * The share of pictures that get another background: enough to learn to ignore it, while most stay as they will
     * come.
     */
    private static final double SHARE = 0.4;

    /** From here on all three channels are white; compression leaves it a little grey. */
    private static final int WHITE = 237;

    private static final float MOST_NOISE = 30;

    /** Side of the piece of another photo, as a part of that photo's. */
    private static final double LEAST_PIECE = 0.3;

    private static final double MOST_PIECE = 0.9;
    private static final int CHANNELS = CnnArchitecture.CHANNELS;

    private final int side;
    private final byte[] replaced;
    private final boolean[] behind;
    private final int[] open;
    private final float[][] corners = new float[4][CHANNELS];
    private final float[] edge = new float[CHANNELS];

    BackgroundReplacer(int side) {
        this.side = side;
        this.replaced = new byte[side * side * CHANNELS];
        this.behind = new boolean[side * side];
        this.open = new int[side * side];
    }

    /**
     * @param rgb side * side * 3 bytes, left as they are
     * @param other another photo, as many bytes
     * @return {@code rgb}, or as many others, overwritten by the next call
     */
    byte[] apply(byte[] rgb, byte[] other, Random random) {
        if (random.nextDouble() >= SHARE) {
            Arrays.fill(edge, 255);
            return rgb;
        }
        findBackground(rgb);
        System.arraycopy(rgb, 0, replaced, 0, rgb.length);
        if (random.nextBoolean()) {
            paintPiece(other, random);
        } else {
            paintBlend(random);
        }
        return replaced;
    }

    private void paintPiece(byte[] other, Random random) {
        int piece = (int) (side * (LEAST_PIECE + (MOST_PIECE - LEAST_PIECE) * random.nextDouble()));
        int left = random.nextInt(side - piece + 1);
        int top = random.nextInt(side - piece + 1);
        for (int channel = 0; channel < CHANNELS; channel++) {
            edge[channel] = other[(top * side + left) * CHANNELS + channel] & 255;
        }
        for (int pixel = 0; pixel < behind.length; pixel++) {
            if (behind[pixel]) {
                int x = pixel % side;
                int y = pixel / side;
                int from = (top + y * piece / side) * side + left + x * piece / side;
                System.arraycopy(other, from * CHANNELS, replaced, pixel * CHANNELS, CHANNELS);
            }
        }
    }

    private void paintBlend(Random random) {
        for (float[] corner : corners) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                corner[channel] = random.nextFloat() * 255;
            }
        }
        System.arraycopy(corners[0], 0, edge, 0, CHANNELS);
        paint(random.nextFloat() * MOST_NOISE, random);
    }

    /** Whether most of the picture's border is white. */
    boolean isOnWhite(byte[] rgb) {
        int white = 0;
        for (int i = 0; i < side; i++) {
            white += isWhite(rgb, i * CHANNELS) ? 1 : 0;
            white += isWhite(rgb, ((side - 1) * side + i) * CHANNELS) ? 1 : 0;
            white += isWhite(rgb, i * side * CHANNELS) ? 1 : 0;
            white += isWhite(rgb, (i * side + side - 1) * CHANNELS) ? 1 : 0;
        }
        return white > 2 * side;
    }

    /** What lies outside of the picture that {@link #apply} returned: R, G, B, 0 to 255. */
    float[] edge() {
        return edge;
    }

    private void paint(float noise, Random random) {
        for (int pixel = 0; pixel < behind.length; pixel++) {
            if (behind[pixel]) {
                int column = pixel % side;
                int row = pixel / side;
                float x = (float) column / side;
                float y = (float) row / side;
                for (int channel = 0; channel < CHANNELS; channel++) {
                    float above = corners[0][channel] * (1 - x) + corners[1][channel] * x;
                    float below = corners[2][channel] * (1 - x) + corners[3][channel] * x;
                    float value = above * (1 - y) + below * y + noise * (random.nextFloat() - 0.5f);
                    replaced[pixel * CHANNELS + channel] = (byte) Math.max(0, Math.min(255, Math.round(value)));
                }
            }
        }
    }

    /** Fills from the edges: white pixels that white pixels connect to the picture's border. */
    private void findBackground(byte[] rgb) {
        Arrays.fill(behind, false);
        int count = 0;
        for (int i = 0; i < side; i++) {
            count = enter(rgb, i, count);
            count = enter(rgb, (side - 1) * side + i, count);
            count = enter(rgb, i * side, count);
            count = enter(rgb, i * side + side - 1, count);
        }
        while (count > 0) {
            int pixel = open[--count];
            int x = pixel % side;
            count = x + 1 < side ? enter(rgb, pixel + 1, count) : count;
            count = x > 0 ? enter(rgb, pixel - 1, count) : count;
            count = pixel + side < behind.length ? enter(rgb, pixel + side, count) : count;
            count = pixel >= side ? enter(rgb, pixel - side, count) : count;
        }
    }

    private int enter(byte[] rgb, int pixel, int count) {
        if (behind[pixel] || !isWhite(rgb, pixel * CHANNELS)) {
            return count;
        }
        behind[pixel] = true;
        open[count] = pixel;
        return count + 1;
    }

    private static boolean isWhite(byte[] rgb, int at) {
        return (rgb[at] & 255) >= WHITE && (rgb[at + 1] & 255) >= WHITE && (rgb[at + 2] & 255) >= WHITE;
    }
}
