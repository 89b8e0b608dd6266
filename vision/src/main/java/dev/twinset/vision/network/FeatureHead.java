package dev.twinset.vision.network;

import dev.twinset.vision.Extraction;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.FeatureRule;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import dev.twinset.vision.bundle.Tensor;
import dev.twinset.vision.image.ImageFault;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows the dense product: bias and ReLU give the hidden layer, this and the class layer give the feature by the
 * model's {@link FeatureRule}. All sums run in one fixed order, so that equal input gives equal bits; they run along
 * the weights' rows. Each row is an array of its own: with one array for all rows, the compiler cannot tell whether it
 * overlaps the sums, and does not vectorise the loop.
 *
 * <p>One thread at a time: it holds buffers. The weights may be shared.
 */
final class FeatureHead {
    /** A shorter vector has no meaningful direction; a constant image can give one. */
    private static final double LEAST_NORM = 1e-6;

    private final int batch;
    private final Weights weights;
    private final float[] hidden;
    private final float[] row;

    /**
     * @param denseBias of the hidden layer, normalisation folded in
     * @param classWeight hidden x classes
     * @param slices the part that each task has in the feature
     * @param axes feature.weight, inputs x dimension; null if the feature is only the hidden layer
     */
    record Weights(
            float[] denseBias,
            float[][] classWeight,
            float[] classBias,
            List<FeatureRule.Slice> slices,
            int inputs,
            int dimension,
            float @Nullable [][] axes) {
        static Weights of(ModelBundle model) {
            ModelCard card = model.manifest().model();
            FeatureRule rule = card.feature();
            return new Weights(
                    FoldedBatchNorm.of(model, CnnArchitecture.BLOCKS)
                            .applied(model.tensor("dense.bias").values()),
                    rows(model.tensor("classes.weight")),
                    model.tensor("classes.bias").values(),
                    rule.slices(card.tasks()),
                    card.featureInputs(),
                    rule.dimension(),
                    rule.usesClasses() ? rows(model.tensor("feature.weight")) : null);
        }

        private static float[][] rows(Tensor matrix) {
            int length = matrix.shape()[1];
            float[][] rows = new float[matrix.shape()[0]][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = Arrays.copyOfRange(matrix.values(), i * length, (i + 1) * length);
            }
            return rows;
        }
    }

    /** @param batch columns of the sums: value {@code i} of image {@code slot} is at {@code i * batch + slot} */
    FeatureHead(int batch, Weights weights) {
        this.batch = batch;
        this.weights = weights;
        this.hidden = new float[weights.denseBias().length];
        this.row = new float[weights.inputs()];
    }

    Extraction feature(float[] sums, int slot) {
        for (int i = 0; i < hidden.length; i++) {
            float value = sums[i * batch + slot] + weights.denseBias()[i];
            if (!Float.isFinite(value)) {
                return new Extraction.Refused(
                        ImageFault.NON_FINITE, "feature holds " + value + " at " + i + ", expected finite numbers");
            }
            hidden[i] = Math.max(value, 0);
        }
        double norm = norm(hidden);
        if (norm <= LEAST_NORM) {
            return new Extraction.Refused(
                    ImageFault.ZERO_NORM, "feature has norm " + norm + ", expected more than " + LEAST_NORM);
        }
        float[][] axes = weights.axes();
        if (axes == null) {
            return unit(hidden.clone(), norm);
        }
        for (int i = 0; i < hidden.length; i++) {
            row[i] = (float) (hidden[i] / norm);
        }
        addClasses();
        float[] vector = new float[weights.dimension()];
        addProduct(row, axes, vector);
        return unit(vector, norm(vector));
    }

    /** The class layer's outputs, before softmax. */
    float[] logits(float[] sums, int slot) {
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = Math.max(sums[i * batch + slot] + weights.denseBias()[i], 0);
        }
        return logits();
    }

    private float[] logits() {
        float[] logits = weights.classBias().clone();
        addProduct(hidden, weights.classWeight(), logits);
        return logits;
    }

    private void addClasses() {
        float[] logits = logits();
        int at = hidden.length;
        for (FeatureRule.Slice slice : weights.slices()) {
            slice.putRoots(logits, row, at);
            at += slice.classes();
        }
    }

    /** {@code to += from * matrix}. */
    private static void addProduct(float[] from, float[][] matrix, float[] to) {
        for (int i = 0; i < from.length; i++) {
            if (from[i] != 0) {
                add(from[i], matrix[i], to);
            }
        }
    }

    private static void add(float factor, float[] row, float[] to) {
        for (int j = 0; j < to.length; j++) {
            to[j] += factor * row[j];
        }
    }

    private static double norm(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    private static Extraction unit(float[] vector, double norm) {
        if (norm <= LEAST_NORM) {
            return new Extraction.Refused(
                    ImageFault.ZERO_NORM, "feature has norm " + norm + ", expected more than " + LEAST_NORM);
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / norm);
        }
        return new Extraction.Feature(vector);
    }
}
