package dev.twinset.trainer.report;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * What stands in one place of a table. Numbers are written the same way on every machine, and are aligned on the right.
 *
 * @param bar length of a bar behind the number, 0 to 1; 0 is none
 */
public record Cell(String text, boolean number, double bar) {
    public Cell {
        requireNonNull(text, "text is null");
        if (!(bar >= 0 && bar <= 1)) {
            throw new IllegalArgumentException("bar is " + bar + ", expected 0 to 1");
        }
    }

    public static Cell text(String text) {
        return new Cell(text, false, 0);
    }

    public static Cell count(long count) {
        return new Cell(String.format(Locale.ROOT, "%,d", count), true, 0);
    }

    /** @param digits behind the point */
    public static Cell decimal(double value, int digits) {
        return number(Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + digits + "f", value) : "–");
    }

    /** A number that is already written, such as {@code 0.861 ± 0.012}. */
    public static Cell number(String written) {
        return new Cell(written, true, 0);
    }

    /** A share, 0 to 1, as per cent, with a bar. */
    public static Cell share(double share) {
        return new Cell(String.format(Locale.ROOT, "%.1f %%", 100 * share), true, share);
    }
}
