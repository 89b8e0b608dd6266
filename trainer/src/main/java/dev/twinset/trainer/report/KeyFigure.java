package dev.twinset.trainer.report;

import static java.util.Objects.requireNonNull;

/**
 * One key figure.
 *
 * @param value as it is shown, with its unit
 * @param note a few words below it, or empty
 */
public record KeyFigure(String label, String value, String note) {
    public KeyFigure {
        requireNonNull(label, "label is null");
        requireNonNull(value, "value is null");
        requireNonNull(note, "note is null");
    }
}
