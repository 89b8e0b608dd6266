package dev.twinset.trainer.report;

import dev.twinset.console.Numbers;
import java.util.List;
import java.util.Locale;

/** What pages write beside {@link Numbers}: decimals that may be missing, and names. */
public final class NumberFormatter {
    private static final String NOT_A_NUMBER = "–";
    private static final int MOST_NAMES = 20;

    private NumberFormatter() {}

    /** @param share 0 to 1 */
    public static String percent(double share) {
        return Double.isNaN(share) ? NOT_A_NUMBER : decimal(100 * share, 1) + " %";
    }

    /** @param digits behind the point */
    public static String decimal(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + digits + "f", value) : NOT_A_NUMBER;
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
        return String.join(", ", shown) + (left > 0 ? " and " + Numbers.count(left) + " more" : "");
    }
}
