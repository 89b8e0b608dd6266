package dev.twinset.samples;

import java.awt.Color;

/** Colours made of colours. */
final class Shade {
    private Shade() {}

    /** @param share of {@code other}, 0..1 */
    static Color mixed(Color one, Color other, double share) {
        return new Color(
                mixed(one.getRed(), other.getRed(), share),
                mixed(one.getGreen(), other.getGreen(), share),
                mixed(one.getBlue(), other.getBlue(), share));
    }

    static Color darker(Color colour, double share) {
        return mixed(colour, Color.BLACK, share);
    }

    static Color lighter(Color colour, double share) {
        return mixed(colour, Color.WHITE, share);
    }

    static Color translucent(Color colour, double opacity) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(255 * opacity));
    }

    /** 0 is black, 1 is white (Rec. 601 luma). */
    static double lightness(Color colour) {
        return (0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue()) / 255;
    }

    private static int mixed(int one, int other, double share) {
        return (int) Math.round(one + (other - one) * share);
    }
}
