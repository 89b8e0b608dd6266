package dev.twinset.trainer.report;

import static java.util.Objects.requireNonNull;

import dev.twinset.trainer.io.ImageBytes;
import dev.twinset.vision.image.ImageHeader;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.vision.image.InvalidImageException;
import dev.twinset.vision.image.Thumbnail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A small picture with lines of text below it.
 *
 * @param dataUri the picture itself, or empty where it cannot be shown: the lines are then below an empty frame
 * @param width as it is shown, CSS pixels
 * @param height as it is shown, CSS pixels
 * @param alt what a screen reader reads instead
 * @param lines below the picture; the first one is the strongest
 */
public record PagePicture(String dataUri, int width, int height, String alt, List<String> lines, Mark mark) {
    private static final int SIDE = 112;

    /** Whether an answer is right or wrong: a coloured edge and a sign. */
    public enum Mark {
        NONE(""),
        GOOD("✓ "),
        BAD("✗ ");

        private final String sign;

        Mark(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        String cssClass() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PagePicture {
        requireNonNull(dataUri, "dataUri is null");
        requireNonNull(alt, "alt is null");
        requireNonNull(mark, "mark is null");
        lines = List.copyOf(lines);
    }

    /**
     * Reads and shrinks an image file. One that is missing or cannot be decoded gives an empty frame with the reason as
     * its last line.
     */
    public static PagePicture of(Path file, String alt, List<String> lines) {
        try {
            byte[] encoded = ImageBytes.read(file, ImageLimits.DEFAULT.maxBytes());
            byte[] jpeg = Thumbnail.jpeg(encoded, SIDE, ImageLimits.DEFAULT);
            ImageHeader header = ImageHeader.read(jpeg);
            double scale = (double) SIDE / Math.max(header.width(), header.height());
            return new PagePicture(
                    "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg),
                    shown(header.width() * scale),
                    shown(header.height() * scale),
                    alt,
                    lines,
                    Mark.NONE);
        } catch (IOException | InvalidImageException e) {
            List<String> withReason = new ArrayList<>(lines);
            withReason.add(String.valueOf(e.getMessage()));
            return new PagePicture("", SIDE, SIDE, alt, withReason, Mark.NONE);
        }
    }

    private static int shown(double length) {
        return (int) Math.max(1, Math.round(length));
    }

    public PagePicture with(Mark other) {
        return new PagePicture(dataUri, width, height, alt, lines, other);
    }
}
