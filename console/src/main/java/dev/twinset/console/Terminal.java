package dev.twinset.console;

import java.io.Console;
import java.util.Locale;
import java.util.regex.Pattern;

/** The terminal that a command may run on, and text that is safe to print there. */
public final class Terminal {
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cntrl}\\x80-\\x9f\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private Terminal() {}

    /** Whether a person reads and types, on a terminal that can redraw a line. */
    @SuppressWarnings("SystemConsoleNull") // both are checked: null up to Java 21, isTerminal() from 22 on
    public static boolean isInteractive() {
        Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            // from Java 22 on there is a console without a terminal, too
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Asks a yes-or-no question; anything but a yes is a no, as is the lack of a terminal. */
    @SuppressWarnings("SystemConsoleNull")
    public static boolean confirm(String question) {
        Console console = System.console();
        String answer = console == null ? null : console.readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    /** Untrusted text with each control and reordering character written as its code. */
    public static String escape(String text) {
        return UNSAFE.matcher(text)
                .replaceAll(match -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) match.group().charAt(0)));
    }

    /** Untrusted text with each control and reordering character replaced by a question mark; keeps its width. */
    public static String printable(String text) {
        return UNSAFE.matcher(text).replaceAll("?");
    }
}
