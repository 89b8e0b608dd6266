package dev.twinset.trainer.report;

import java.util.Locale;

/** Numbers in sentences, the same on every machine. */
public final class NumberFormatter {
    private NumberFormatter() {}

    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 picture}, {@code 2,000 pictures}. */
    public static String count(long count, String singular, String plural) {
        return count(count) + " " + (count == 1 ? singular : plural);
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    public static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** {@code 12.3 KB}. */
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        if (bytes < 1 << 20) {
            return String.format(Locale.ROOT, "%.1f KB", bytes / 1024.0);
        }
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1048576.0);
    }

    /** A column's name as words: {@code masterCategory} is "master category". */
    public static String column(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
