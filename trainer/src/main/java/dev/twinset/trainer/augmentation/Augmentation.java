package dev.twinset.trainer.augmentation;

import java.util.Random;

/**
 * Slight changes that leave a product the same: another {@link BackgroundReplacer}, mirror, a small turn, zoom, stretch
 * and shift, then contrast, brightness and tint. Stronger ones cost quality on catalogue photos. Holds buffers: one
 * thread.
 */
final class Augmentation {
    private static final int CHANNELS = 3;
    private static final double TURN = Math.toRadians(4);
    private static final double LEAST_ZOOM = 0.92;
    private static final double MOST_ZOOM = 1.06;
    private static final double STRETCH = 0.04;
    private static final double SHIFT = 0.05;
    private static final float LIGHT = 0.08f;
    private static final float TINT = 0.024f;

    private final int side;
    private final float[] warped;
    private final BackgroundReplacer backdrop;

    Augmentation(int side) {
        this.side = side;
        this.warped = new float[side * side * CHANNELS];
        this.backdrop = new BackgroundReplacer(side);
    }

    /**
     * @param rgb side * side * 3 bytes
     * @return as many values between 0 and 1, overwritten by the next call
     */
    float[] apply(byte[] rgb, Random random) {
        warp(backdrop.apply(rgb, random), random);
        relight(random);
        return warped;
    }

    /** Bilinear, in coordinates from -1 to 1 over the image, from the changed image back to the given one. */
    private void warp(byte[] rgb, Random random) {
        double turn = between(-TURN, TURN, random);
        double zoom = between(LEAST_ZOOM, MOST_ZOOM, random);
        double stretch = Math.exp(between(-STRETCH, STRETCH, random));
        double mirror = random.nextBoolean() ? 1 : -1;
        float xx = (float) (zoom * stretch * Math.cos(turn) * mirror);
        float xy = (float) (-zoom * Math.sin(turn));
        float yx = (float) (zoom * Math.sin(turn) * mirror);
        float yy = (float) (zoom / stretch * Math.cos(turn));
        float dx = (float) between(-SHIFT, SHIFT, random);
        float dy = (float) between(-SHIFT, SHIFT, random);
        int at = 0;
        for (int row = 0; row < side; row++) {
            float y = (2 * row + 1f) / side - 1;
            for (int column = 0; column < side; column++) {
                float x = (2 * column + 1f) / side - 1;
                float fromX = ((xx * x + xy * y + dx + 1) * side - 1) / 2;
                float fromY = ((yx * x + yy * y + dy + 1) * side - 1) / 2;
                sample(rgb, fromX, fromY, at);
                at += CHANNELS;
            }
        }
    }

    private void sample(byte[] rgb, float x, float y, int at) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float right = x - left;
        float down = y - top;
        for (int channel = 0; channel < CHANNELS; channel++) {
            float above = mix(level(rgb, left, top, channel), level(rgb, left + 1, top, channel), right);
            float below = mix(level(rgb, left, top + 1, channel), level(rgb, left + 1, top + 1, channel), right);
            warped[at + channel] = mix(above, below, down) / 255;
        }
    }

    private float level(byte[] rgb, int x, int y, int channel) {
        boolean inside = x >= 0 && y >= 0 && x < side && y < side;
        return inside ? rgb[(y * side + x) * CHANNELS + channel] & 255 : backdrop.edge()[channel];
    }

    private void relight(Random random) {
        float brightness = (float) between(1 - LIGHT, 1 + LIGHT, random);
        float contrast = (float) between(1 - LIGHT, 1 + LIGHT, random);
        for (int channel = 0; channel < CHANNELS; channel++) {
            float gain = brightness * (float) between(1 - TINT, 1 + TINT, random);
            float mean = mean(channel);
            for (int i = channel; i < warped.length; i += CHANNELS) {
                warped[i] = Math.min(1, Math.max(0, (mean + (warped[i] - mean) * contrast) * gain));
            }
        }
    }

    private float mean(int channel) {
        float sum = 0;
        for (int i = channel; i < warped.length; i += CHANNELS) {
            sum += warped[i];
        }
        return sum / (side * side);
    }

    private static float mix(float one, float other, float share) {
        return one + share * (other - one);
    }

    private static double between(double least, double most, Random random) {
        return least + (most - least) * random.nextDouble();
    }
}
