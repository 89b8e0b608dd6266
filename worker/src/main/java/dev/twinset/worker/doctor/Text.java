package dev.twinset.worker.doctor;

import java.util.Locale;
import java.util.Optional;

/** Figures and messages as people read them. */
final class Text {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private Text() {}

    static String bytes(long bytes) {
        if (bytes >= 10 * GIB) {
            return bytes / GIB + " GiB";
        }
        if (bytes >= GIB) {
            return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
        }
        return bytes >= MIB ? bytes / MIB + " MiB" : bytes >= KIB ? bytes / KIB + " KiB" : bytes + " bytes";
    }

    /** {@code 1 broker}, {@code 3 brokers}. */
    static String count(long count, String one) {
        return String.format(Locale.ROOT, "%,d %s%s", count, one, count == 1 ? "" : "s");
    }

    /** What an exception says, or its name if it says nothing. */
    static String of(Throwable e) {
        return Optional.ofNullable(e.getMessage())
                .filter(message -> !message.isBlank())
                .orElse(e.getClass().getSimpleName());
    }
}
