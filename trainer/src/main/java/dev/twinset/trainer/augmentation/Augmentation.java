package dev.twinset.trainer.augmentation;

import java.util.Random;

/**
 * Changes that leave a product the same: another {@link BackgroundReplacer}, another shape of the photo, mirror, a
 * small turn, zoom and shift, then sharpness, contrast, brightness and tint. Stronger ones cost quality on catalogue
 * photos. Holds buffers: one thread.
 */
final class Augmentation {
    private static final int CHANNELS = 3;
    private static final double TURN = Math.toRadians(4);
    private static final double LEAST_ZOOM = 0.92;
    private static final double MOST_ZOOM = 1.06;
    private static final double STRETCH = 0.04;

    /** The part of the photos that are shown as if they were wider or narrower, cropped or padded to the square. */
    private static final double OTHER_SHAPES = 0.5;

    /** Half the logarithm of the widest shape, 4:3. */
    private static final double MOST_STRETCH = Math.log(4.0 / 3) / 2;

    /** A photo that is not on white can lose more of its margin. */
    private static final double LEAST_ZOOM_OF_SCENE = 0.75;

    /** From a blur, as of a photo of 60 x 80 pixels that is enlarged, to the sharpening of some resizing filters. */
    private static final double MOST_BLUR = 1;

    private static final double MOST_SHARPENING = 0.6;
    private static final double OTHER_SHARPNESS = 0.6;
    private static final double SHIFT = 0.05;
    private static final float LIGHT = 0.08f;
    private static final float TINT = 0.024f;

    private final int side;
    private final float[] warped;
    private final float[] blurred;
    private final BackgroundReplacer backdrop;
    private boolean repeatsEdge;

    Augmentation(int side) {
        this.side = side;
        this.warped = new float[side * side * CHANNELS];
        this.blurred = new float[warped.length];
        this.backdrop = new BackgroundReplacer(side);
    }

    /**
     * @param rgb side * side * 3 bytes
     * @param other another photo, whose piece may become the background
     * @return as many values between 0 and 1, overwritten by the next call
     */
    float[] apply(byte[] rgb, byte[] other, Random random) {
        boolean scene = !backdrop.isOnWhite(rgb);
        repeatsEdge = scene && random.nextBoolean();
        warp(backdrop.apply(rgb, other, random), scene, random);
        if (random.nextDouble() < OTHER_SHARPNESS) {
            sharpen((float) between(-MOST_BLUR, MOST_SHARPENING, random));
        }
        relight(random);
        return warped;
    }

    /** Bilinear, in coordinates from -1 to 1 over the image, from the changed image back to the given one. */
    private void warp(byte[] rgb, boolean scene, Random random) {
        double turn = between(-TURN, TURN, random);
        double zoom = between(scene ? LEAST_ZOOM_OF_SCENE : LEAST_ZOOM, MOST_ZOOM, random);
        double logStretch = between(-STRETCH, STRETCH, random);
        if (random.nextDouble() < OTHER_SHAPES) {
            // wide ones more often than nearly square ones; a quarter cropped, a quarter padded, half between
            logStretch = Math.copySign(MOST_STRETCH * Math.sqrt(random.nextDouble()), logStretch);
            double padding = Math.max(-1, Math.min(1, between(-2, 2, random)));
            zoom *= Math.exp(padding * Math.abs(logStretch));
        }
        double stretch = Math.exp(logStretch);
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
        if (repeatsEdge) {
            int column = Math.min(side - 1, Math.max(0, x));
            int row = Math.min(side - 1, Math.max(0, y));
            return rgb[(row * side + column) * CHANNELS + channel] & 255;
        }
        boolean inside = x >= 0 && y >= 0 && x < side && y < side;
        return inside ? rgb[(y * side + x) * CHANNELS + channel] & 255 : backdrop.edge()[channel];
    }

    /** @param amount how much of the difference to a blurred image is added: -1 blurs, above 0 sharpens */
    private void sharpen(float amount) {
        int row = side * CHANNELS;
        for (int i = 0; i < warped.length; i++) {
            int column = i % row;
            float left = column < CHANNELS ? warped[i] : warped[i - CHANNELS];
            float right = column >= row - CHANNELS ? warped[i] : warped[i + CHANNELS];
            blurred[i] = (left + 2 * warped[i] + right) / 4;
        }
        for (int i = 0; i < warped.length; i++) {
            float above = i < row ? blurred[i] : blurred[i - row];
            float below = i >= warped.length - row ? blurred[i] : blurred[i + row];
            float blur = (above + 2 * blurred[i] + below) / 4;
            warped[i] += amount * (warped[i] - blur);
        }
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
