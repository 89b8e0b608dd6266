package dev.twinset.trainer.evaluate.data;

import dev.twinset.trainer.dataset.Split;
import java.util.Locale;

/** Whose images of the first catalogue are looked up. Never only the training part: a model has memorised it. */
public enum QuerySplit {
    TEST,
    VALIDATION,
    /** For a catalogue of which the model has seen nothing: more queries, so surer figures. */
    ALL;

    boolean holds(Split part) {
        return this == ALL || part.name().equals(name());
    }

    /** The name shown in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For a sentence. */
    public String phrase() {
        return this == ALL ? "whole" : label() + " part";
    }
}
