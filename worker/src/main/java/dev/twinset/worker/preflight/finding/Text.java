package dev.twinset.worker.preflight.finding;

import java.util.Locale;
import java.util.Optional;

/** Figures and messages as people read them. */
public final class Text {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private Text() {}

    public static String bytes(long bytes) {
        if (bytes >= 10 * GIB) {
            return bytes / GIB + " GiB";
        }
        if (bytes >= GIB) {
            return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
        }
        return bytes >= MIB ? bytes / MIB + " MiB" : bytes >= KIB ? bytes / KIB + " KiB" : bytes + " bytes";
    }

    /** {@code 1 broker}, {@code 3 brokers}. */
    public static String count(long count, String one) {
        return String.format(Locale.ROOT, "%,d %s%s", count, one, count == 1 ? "" : "s");
    }

    /** What an exception says, or its name if it says nothing. */
    public static String of(Throwable e) {
        return Optional.ofNullable(e.getMessage())
                .filter(message -> !message.isBlank())
                .orElse(e.getClass().getSimpleName());
    }

    /** On one line, without a control character: names and messages may come from others. */
    public static String printable(String text) {
        return text.replaceAll("\\s+", " ")
                .replaceAll("[\\p{Cntrl}\\x80-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }
}
