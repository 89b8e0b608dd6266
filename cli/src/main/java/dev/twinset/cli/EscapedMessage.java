package dev.twinset.cli;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Locale;

/**
 * A log message in one line, whatever untrusted text it holds: control characters are written as their codes, so that
 * nobody can forge a line or speak to a terminal.
 */
public final class EscapedMessage extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return escape(super.convert(event), false);
    }

    /** @param lines whether line ends and tabs stay */
    static String escape(String text, boolean lines) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            boolean kept = lines && (character == '\n' || character == '\t');
            if (kept || !isControl(character)) {
                escaped.appendCodePoint(character);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", character));
            }
        });
        return escaped.toString();
    }

    /** Line separators and what turns the direction of writing count, too. */
    private static boolean isControl(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
