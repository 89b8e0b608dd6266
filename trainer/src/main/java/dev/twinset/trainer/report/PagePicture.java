package dev.twinset.trainer.report;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/**
 * A small picture with lines of text below it.
 *
 * @param dataUri the picture itself, or empty where it cannot be shown: the lines then stand below an empty frame
 * @param width as it is shown, CSS pixels
 * @param height as it is shown, CSS pixels
 * @param alt what is read out in its place
 * @param lines below the picture; the first one is the strongest
 * @param mark a judgement, shown as a coloured edge and a sign
 */
public record PagePicture(String dataUri, int width, int height, String alt, List<String> lines, Mark mark) {
    /** Right or wrong, as a viewer of answers wants to know. */
    public enum Mark {
        NONE(""),
        GOOD("✓ "),
        BAD("✗ ");

        private final String sign;

        Mark(String sign) {
            this.sign = sign;
        }
    }

    public PagePicture {
        requireNonNull(dataUri, "dataUri is null");
        requireNonNull(alt, "alt is null");
        requireNonNull(mark, "mark is null");
        lines = List.copyOf(lines);
    }

    public PagePicture with(Mark other) {
        return new PagePicture(dataUri, width, height, alt, lines, other);
    }

    public PagePicture with(List<String> otherLines) {
        return new PagePicture(dataUri, width, height, alt, otherLines, mark);
    }

    void appendTo(Markup html) {
        html.open("figure", "class", "thumbnail " + mark.name().toLowerCase(Locale.ROOT));
        if (dataUri.isEmpty()) {
            html.open("div", "class", "broken", "role", "img", "aria-label", alt)
                    .text("no picture");
            html.close("div");
        } else {
            String w = String.valueOf(width);
            String h = String.valueOf(height);
            html.open("img", "src", dataUri, "width", w, "height", h, "alt", alt, "loading", "lazy");
        }
        html.open("figcaption");
        for (int i = 0; i < lines.size(); i++) {
            html.element(i == 0 ? "strong" : "span", (i == 0 ? mark.sign : "") + lines.get(i));
        }
        html.close("figcaption").close("figure");
    }
}
