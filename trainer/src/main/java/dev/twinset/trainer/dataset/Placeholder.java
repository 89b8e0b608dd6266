package dev.twinset.trainer.dataset;

import java.util.Set;

/**
 * What tables hold where a label is not known. Only these spellings: "na" or "none" may be a name, and a folder named
 * NA is one.
 */
final class Placeholder {
    private static final Set<String> SPELLINGS =
            Set.of("", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "None", "-", "?");

    private Placeholder() {}

    static boolean is(String label) {
        return SPELLINGS.contains(label);
    }
}
