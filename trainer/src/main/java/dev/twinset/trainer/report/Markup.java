package dev.twinset.trainer.report;

/**
 * HTML under construction, and the only place where text becomes HTML: whatever is not a tag's name is escaped here.
 * Tag and attribute names are ours and not escaped. One thread.
 */
final class Markup {
    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder html = new StringBuilder();

    /** @param attributes names and values in turn */
    Markup open(String tag, String... attributes) {
        html.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            html.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            html.append('"');
        }
        html.append('>');
        return this;
    }

    Markup close(String tag) {
        html.append("</").append(tag).append(">\n");
        return this;
    }

    Markup text(String text) {
        escape(text);
        return this;
    }

    /** An element that holds nothing but text. */
    Markup element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    Markup append(Markup other) {
        html.append(other.html);
        return this;
    }

    /** For what this package itself holds, such as its style sheet. */
    Markup trusted(String ownText) {
        html.append(ownText);
        return this;
    }

    private void escape(String text) {
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                case '\n', '\t' -> html.appendCodePoint(point);
                default -> html.appendCodePoint(isShown(point) ? point : REPLACEMENT);
            }
        });
    }

    /** Not so: control characters, halves of a pair, and what turns the direction of the text that follows. */
    private static boolean isShown(int point) {
        return !Character.isISOControl(point)
                && Character.getType(point) != Character.SURROGATE
                && !(point >= 0x202A && point <= 0x202E)
                && !(point >= 0x2066 && point <= 0x2069);
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
