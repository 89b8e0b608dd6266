package dev.twinset.trainer.dataset;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * What a column of labels holds.
 *
 * @param classes seen in training, in alphabetical order
 * @param single classes of which training has one image
 * @param untrained classes that occur only outside the training images: they are never predicted
 * @param unknown images without a label, or with a placeholder such as NA
 */
public record LabelColumn(String name, List<String> classes, int single, int untrained, int unknown) {
    public LabelColumn {
        requireNonNull(name, "name is null");
        classes = List.copyOf(classes);
    }

    /** Two classes to distinguish, and one with at least two images. */
    public boolean isLearnable() {
        return classes.size() > 1 && single < classes.size();
    }

    /** What a person should know of the labels, in one line; empty if there is nothing to report. */
    public String doubts() {
        List<String> doubts = new ArrayList<>();
        if (single > 0) {
            doubts.add(counted(single, "class has", "classes have") + " one training image");
        }
        if (untrained > 0) {
            doubts.add(counted(untrained, "more has", "more have") + " none and will never be predicted");
        }
        if (unknown > 0) {
            doubts.add(counted(unknown, "image has", "images have") + " no label");
        }
        return String.join(", ", doubts);
    }

    private static String counted(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
