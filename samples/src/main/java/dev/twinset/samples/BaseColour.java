package dev.twinset.samples;

import java.awt.Color;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Colours by the names of the Fashion Product Images set. */
enum BaseColour {
    BLACK("Black", 0x23, 0x23, 0x26),
    WHITE("White", 0xf1, 0xf1, 0xee),
    BLUE("Blue", 0x2f, 0x62, 0xb8),
    NAVY_BLUE("Navy Blue", 0x1f, 0x29, 0x50),
    RED("Red", 0xc3, 0x26, 0x2d),
    GREEN("Green", 0x2e, 0x86, 0x4b),
    GREY("Grey", 0x8c, 0x8e, 0x92),
    BROWN("Brown", 0x66, 0x40, 0x28),
    TAN("Tan", 0xb5, 0x81, 0x50),
    BEIGE("Beige", 0xd9, 0xc7, 0xa5),
    YELLOW("Yellow", 0xf0, 0xc6, 0x33),
    PINK("Pink", 0xe8, 0x7f, 0xa6),
    PURPLE("Purple", 0x6c, 0x3f, 0x92),
    ORANGE("Orange", 0xe5, 0x76, 0x29),
    MAROON("Maroon", 0x70, 0x1f, 0x2c),
    OLIVE("Olive", 0x67, 0x6a, 0x36),
    TEAL("Teal", 0x1f, 0x7d, 0x80),
    TURQUOISE("Turquoise Blue", 0x4c, 0xb9, 0xc4),
    GOLD("Gold", 0xc9, 0xa2, 0x4a),
    SILVER("Silver", 0xbc, 0xc0, 0xc6);

    private final String label;
    private final int red;
    private final int green;
    private final int blue;

    BaseColour(String label, int red, int green, int blue) {
        this.label = label;
        this.red = red;
        this.green = green;
        this.blue = blue;
    }

    /** The colour whose constant is {@code name} in lower case, as {@code gold}. */
    static Optional<BaseColour> named(String name) {
        return Arrays.stream(values())
                .filter(colour -> colour.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    String label() {
        return label;
    }

    Color plain() {
        return new Color(red, green, blue);
    }

    /** Two products of a colour are not of quite the same colour. */
    Color dyed(RandomSource random) {
        double light = random.between(-14.0, 14.0);
        return new Color(
                dyed(red, light + random.between(-9.0, 9.0)),
                dyed(green, light + random.between(-9.0, 9.0)),
                dyed(blue, light + random.between(-9.0, 9.0)));
    }

    private static int dyed(int channel, double change) {
        return (int) Math.max(12, Math.min(246, channel + change));
    }
}
