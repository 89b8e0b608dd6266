package dev.twinset.vision;

import static java.util.Objects.requireNonNull;

import dev.twinset.vision.image.ImageFault;

/** What became of one image: a feature, or the reason why it has none. */
public sealed interface Extraction {
    /** @param vector unit vector of the model's dimension, not copied */
    record Feature(float[] vector) implements Extraction {
        public Feature {
            requireNonNull(vector, "vector is null");
        }
    }

    /** @param detail one sentence for a person: what, actual, expected */
    record Refused(ImageFault fault, String detail) implements Extraction {
        public Refused {
            requireNonNull(fault, "fault is null");
            requireNonNull(detail, "detail is null");
        }
    }
}
