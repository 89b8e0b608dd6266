package dev.twinset.worker.preflight.finding;

import dev.twinset.console.FailureText;

/** Messages as people read them. */
public final class Text {
    private Text() {}

    /** What an exception says. */
    public static String of(Throwable e) {
        return FailureText.of(e);
    }

    /** On one line, without a control character: names and messages may come from others. */
    public static String printable(String text) {
        return text.replaceAll("\\s+", " ")
                .replaceAll("[\\p{Cntrl}\\x80-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }
}
