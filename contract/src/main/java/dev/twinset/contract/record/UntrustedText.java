package dev.twinset.contract.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Text from untrusted producers: decoded strictly, and escaped for display. */
public final class UntrustedText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final int QUOTED_CHARS = 80;

    private UntrustedText() {}

    /** The text, or nothing if the bytes are no UTF-8. */
    public static Optional<String> strict(byte[] utf8) {
        String text = new String(utf8, UTF_8);
        // decoding replaces what is malformed, so text without the replacement is faithful; with it, it may be genuine
        boolean faithful = text.indexOf(REPLACEMENT) < 0 || Arrays.equals(text.getBytes(UTF_8), utf8);
        return faithful ? Optional.of(text) : Optional.empty();
    }

    /** Whether a code point ends a line, steers a terminal, or hides or reorders what stands beside it. */
    public static boolean isUnsafe(int codePoint) {
        if (codePoint < 0x7F) {
            return codePoint < 0x20;
        }
        return Character.isISOControl(codePoint) || isBidiControl(codePoint) || isLineSeparator(codePoint);
    }

    private static boolean isBidiControl(int codePoint) {
        return codePoint == 0x061C
                || codePoint == 0x200E
                || codePoint == 0x200F
                || (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    private static boolean isLineSeparator(int codePoint) {
        return codePoint == 0x2028 || codePoint == 0x2029;
    }

    /** CloudEvents allows no control characters in its strings. */
    public static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /** The same text with unsafe characters written as their code. */
    public static String escape(String text) {
        if (text.codePoints().noneMatch(UntrustedText::isUnsafe)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(codePoint -> {
            if (isUnsafe(codePoint)) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
            } else {
                escaped.appendCodePoint(codePoint);
            }
        });
        return escaped.toString();
    }

    /** For an error's sentence: quoted, escaped and cut. */
    public static String quote(String text) {
        boolean cut = text.length() > QUOTED_CHARS;
        String shown = cut ? text.substring(0, QUOTED_CHARS) : text;
        return '"' + escape(shown) + (cut ? "\"..." : "\"");
    }

    /** At most {@code limit} bytes of UTF-8, cut between two characters. */
    public static byte[] cut(String text, int limit) {
        // a char takes at least one byte: do not encode a megabyte to keep a kilobyte of it
        byte[] utf8 = text.substring(0, Math.min(text.length(), limit)).getBytes(UTF_8);
        int end = Math.min(utf8.length, limit);
        while (end > 0 && end < utf8.length && (utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(utf8, end);
    }
}
