package dev.twinset.console;

import java.util.Locale;

/** Numbers as people read them, the same on every machine. */
public final class Numbers {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private Numbers() {}

    /** {@code 2,000}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 broker}, {@code 3 brokers}. */
    public static String count(long count, String one) {
        return count(count, one, one + "s");
    }

    /** {@code 1 copy}, {@code 2,000 copies}. */
    public static String count(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }

    /** {@code 12.3 %} of 0.123. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** {@code 0.123}. */
    public static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** {@code 512 bytes}, {@code 12 KiB}, {@code 1.5 GiB}, {@code 80 GiB}. */
    public static String bytes(long bytes) {
        if (bytes >= 10 * GIB) {
            return bytes / GIB + " GiB";
        }
        if (bytes >= GIB) {
            return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
        }
        return bytes >= MIB ? bytes / MIB + " MiB" : bytes >= KIB ? bytes / KIB + " KiB" : bytes + " bytes";
    }
}
