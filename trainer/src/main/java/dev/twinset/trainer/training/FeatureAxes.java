package dev.twinset.trainer.training;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.LabelColumns;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.FeatureRule;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import dev.twinset.vision.bundle.Tensor;
import dev.twinset.vision.network.CnnForward;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Makes the class probabilities a part of the feature ({@link FeatureRule}) and keeps the axes that hold most of it:
 * the first eigenvectors of the rows' second moments over the training images. They are not centred, as it is products
 * that must be kept, not distances from a mean. Same input, same bits: plain Java. One thread.
 */
public final class FeatureAxes {
    /** As good as all of them on validation images; 64 lose a little. */
    private static final int DIMENSION = 128;

    // on validation images the best of those tried: more of one costs the others
    private static final double KIND_SHARE = 1.6;
    private static final double OTHER_KIND_SHARE = 0.6;
    private static final Map<String, Double> DETAIL_SHARES = Map.of(LabelColumns.GENDER, 0.6, LabelColumns.COLOUR, 0.4);

    private FeatureAxes() {}

    /**
     * What products of one kind also have in common to the eye, and the kinds of other catalogues, count less than the
     * kind; the rest does not count.
     */
    public static FeatureRule rule(List<ModelCard.Task> tasks) {
        List<Integer> kinds = LabelColumns.kinds(tasks);
        List<Double> shares = new ArrayList<>(List.of(KIND_SHARE));
        for (int task = 1; task < tasks.size(); task++) {
            shares.add(
                    kinds.contains(task)
                            ? OTHER_KIND_SHARE
                            : DETAIL_SHARES.getOrDefault(tasks.get(task).name(), 0.0));
        }
        return new FeatureRule(DIMENSION, shares);
    }

    /**
     * @param card with the rule to follow; its dimension may be more than there is
     * @param weights of the trained network, without axes
     */
    public static ModelBundle project(ModelCard card, Map<String, Tensor> weights, CatalogDataset data)
            throws IOException {
        int inputs = card.featureInputs();
        ModelBundle whole = withAxes(card, weights, identity(inputs), inputs);
        double[][] moments = moments(whole, data);
        int dimension = Math.min(inputs, card.feature().dimension());
        return withAxes(card, weights, strongest(moments, dimension), dimension);
    }

    private static ModelBundle withAxes(ModelCard card, Map<String, Tensor> weights, float[] axes, int dimension) {
        Map<String, Tensor> all = new LinkedHashMap<>(weights);
        all.put("feature.weight", new Tensor(new int[] {card.featureInputs(), dimension}, axes));
        FeatureRule rule = new FeatureRule(dimension, card.feature().shares());
        return ModelBundle.of(card.withFeature(rule), all);
    }

    private static float[] identity(int size) {
        float[] identity = new float[size * size];
        for (int i = 0; i < size; i++) {
            identity[i * size + i] = 1;
        }
        return identity;
    }

    /** Sum of each row times itself. */
    private static double[][] moments(ModelBundle whole, CatalogDataset data) throws IOException {
        int[] rows = data.rows(Split.TRAINING);
        double[][] moments =
                new double[whole.manifest().dimension()][whole.manifest().dimension()];
        byte[] rgb = new byte[data.side() * data.side() * CnnArchitecture.CHANNELS];
        try (CnnForward forward = CnnForward.open(whole)) {
            for (int from = 0; from < rows.length; from += CnnForward.BATCH) {
                int filled = Math.min(CnnForward.BATCH, rows.length - from);
                for (int slot = 0; slot < filled; slot++) {
                    data.pixels(rows[from + slot], rgb);
                    forward.load(slot, rgb, 0);
                }
                forward.run();
                for (int slot = 0; slot < filled; slot++) {
                    if (forward.outcome(slot) instanceof Extraction.Feature feature) {
                        add(feature.vector(), moments);
                    }
                }
            }
        }
        return moments;
    }

    private static void add(float[] row, double[][] moments) {
        for (int i = 0; i < row.length; i++) {
            double value = row[i];
            if (value != 0) {
                for (int j = 0; j < row.length; j++) {
                    moments[i][j] += value * row[j];
                }
            }
        }
    }

    /** @return inputs x dimension, row by row: one axis a column, the strongest first */
    private static float[] strongest(double[][] moments, int dimension) {
        // eigenvalues come in descending order
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(moments, false));
        float[] axes = new float[moments.length * dimension];
        for (int axis = 0; axis < dimension; axis++) {
            double[] vector = eigen.getEigenvector(axis).toArray();
            double sign = sign(vector);
            for (int i = 0; i < vector.length; i++) {
                axes[i * dimension + axis] = (float) (sign * vector[i]);
            }
        }
        return axes;
    }

    /** An eigenvector may point either way: ours have a positive sum. */
    private static double sign(double[] vector) {
        double sum = 0;
        for (double value : vector) {
            sum += value;
        }
        return sum < 0 ? -1 : 1;
    }
}
