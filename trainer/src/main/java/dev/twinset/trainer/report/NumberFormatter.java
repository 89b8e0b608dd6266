package dev.twinset.trainer.report;

import java.util.List;
import java.util.Locale;

/** Numbers and names in sentences and tables, the same on every machine. */
public final class NumberFormatter {
    private static final String NOT_A_NUMBER = "–";
    private static final int MOST_NAMES = 20;

    private NumberFormatter() {}

    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 picture}, {@code 2,000 pictures}. */
    public static String count(long count, String singular, String plural) {
        return count(count) + " " + (count == 1 ? singular : plural);
    }

    /** @param share 0 to 1 */
    public static String percent(double share) {
        return Double.isNaN(share) ? NOT_A_NUMBER : decimal(100 * share, 1) + " %";
    }

    /** @param digits behind the point */
    public static String decimal(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + digits + "f", value) : NOT_A_NUMBER;
    }

    /** {@code 12.3 KB}. */
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        return bytes < 1 << 20 ? decimal(bytes / 1024.0, 1) + " KB" : decimal(bytes / 1048576.0, 1) + " MB";
    }

    /** A column's name as words: {@code masterCategory} is "master category". */
    public static String columnWords(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /**
     * The first twenty names, and how many more there are.
     *
     * @param all how many there are, listed or not
     */
    public static String some(List<String> names, int all) {
        List<String> shown = names.subList(0, Math.min(MOST_NAMES, names.size()));
        int left = all - shown.size();
        return String.join(", ", shown) + (left > 0 ? " and " + count(left) + " more" : "");
    }
}
