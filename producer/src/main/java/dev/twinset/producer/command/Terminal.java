package dev.twinset.producer.command;

import static java.util.Objects.requireNonNull;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a person looks on. */
final class Terminal {
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cntrl}\\x80-\\x9f\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private Terminal() {}

    @SuppressWarnings("SystemConsoleNull") // both are asked: null up to Java 21, isTerminal() from 22 on
    static boolean attended() {
        Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            // from Java 22 on there is a console without a terminal, too
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    /** Asks whoever looks on; anything but a yes is a no. */
    static boolean agreed(String question) {
        String answer = requireNonNull(System.console(), "console is null").readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    /** The same line with control and reordering characters of somebody's data written as their codes. */
    static String escaped(String text) {
        return UNSAFE.matcher(text)
                .replaceAll(match -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) match.group().charAt(0)));
    }

    /** One line for a person: no control character of somebody's data reaches the terminal. */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\x80-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }
}
