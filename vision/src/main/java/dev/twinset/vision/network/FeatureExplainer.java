package dev.twinset.vision.network;

import dev.twinset.vision.Explanation;
import dev.twinset.vision.bundle.FeatureRule;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Says how the cosine of two features comes about. A feature is the row of {@link FeatureRule} in other axes, scaled to
 * length 1. As the axes are orthonormal, they turn it back into a row, of which each task has its own part; and the sum
 * of the parts' products is the cosine. Any thread.
 */
public final class FeatureExplainer {
    /** How far a product of two axes may be from 0, or of one with itself from 1. */
    private static final double ORTHONORMAL_WITHIN = 1e-3;

    private final int dimension;
    private final int rows;
    private final double[] axes;
    private final List<Block> blocks;
    private final Map<String, Double> greatest;

    /** A task's rows among those of the classes. */
    private record Block(String name, int from, List<String> classes) {
        int to() {
            return from + classes.size();
        }
    }

    /** @param axes each axis's values for the rows of the classes, one axis after another */
    private FeatureExplainer(int dimension, double[] axes, List<Block> blocks, Map<String, Double> greatest) {
        this.dimension = dimension;
        this.rows = axes.length / dimension;
        this.axes = axes;
        this.blocks = List.copyOf(blocks);
        this.greatest = greatest;
    }

    /** Of a model whose axes are not orthonormal, everything is {@link Explanation#LOOK}. */
    public static FeatureExplainer of(ModelBundle model) {
        ModelCard card = model.manifest().model();
        FeatureRule rule = card.feature();
        int dimension = rule.dimension();
        if (!rule.usesClasses() || !orthonormal(model.tensor("feature.weight").values(), dimension)) {
            return new FeatureExplainer(dimension, new double[0], List.of(), Map.of(Explanation.LOOK, 1.0));
        }
        double all = 1 + rule.shares().stream().mapToDouble(share -> share).sum();
        Map<String, Double> greatest = new LinkedHashMap<>(Map.of(Explanation.LOOK, 1 / all));
        List<Block> blocks = new ArrayList<>();
        int row = 0;
        for (int task = 0; task < card.tasks().size(); task++) {
            double share = rule.shares().get(task);
            if (share > 0) {
                ModelCard.Task one = card.tasks().get(task);
                String name = one.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
                blocks.add(new Block(name, row, one.classes()));
                greatest.merge(name, share / all, Double::sum);
                row += one.classes().size();
            }
        }
        float[] weights = model.tensor("feature.weight").values();
        int hidden = card.architecture().hidden();
        double[] axes = new double[row * dimension];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = weights[(hidden + i % row) * dimension + i / row];
        }
        return new FeatureExplainer(dimension, axes, blocks, greatest);
    }

    private static boolean orthonormal(float[] axes, int dimension) {
        double[] products = new double[dimension * dimension];
        for (int row = 0; row < axes.length; row += dimension) {
            for (int i = 0; i < dimension; i++) {
                for (int j = 0; j < dimension; j++) {
                    products[i * dimension + j] += (double) axes[row + i] * axes[row + j];
                }
            }
        }
        for (int i = 0; i < products.length; i++) {
            double expected = i / dimension == i % dimension ? 1 : 0;
            if (!(Math.abs(products[i] - expected) <= ORTHONORMAL_WITHIN)) {
                return false;
            }
        }
        return true;
    }

    /**
     * What each part adds to the cosine of two images that the model cannot tell apart, on average: the axes that were
     * left out take a little from some images, so that one part of theirs is more.
     */
    public Map<String, Double> greatest() {
        return new LinkedHashMap<>(greatest);
    }

    /** How the cosine of two unit vectors comes about: {@link Explanation#LOOK}, then the tasks of the manifest. */
    public Explanation explain(float[] a, float[] b) {
        return explain(a, List.of(b)).get(0);
    }

    /** The same for one vector and each of several: quicker than one by one. */
    public List<Explanation> explain(float[] asked, List<float[]> others) {
        double[] roots = roots(asked);
        List<double[]> parts =
                blocks.stream().map(block -> partOf(roots, block)).toList();
        return others.stream().map(other -> explanation(asked, parts, other)).toList();
    }

    private Explanation explanation(float[] asked, List<double[]> askedParts, float[] other) {
        Map<String, Double> parts =
                new LinkedHashMap<>(Explanation.look(asked, other).parts());
        for (int i = 0; i < blocks.size(); i++) {
            double[] part = askedParts.get(i);
            double product = 0;
            for (int j = 0; j < dimension; j++) {
                product += part[j] * other[j];
            }
            // with orthonormal axes the hidden layer's product is what the tasks leave
            parts.merge(Explanation.LOOK, -product, Double::sum);
            parts.merge(blocks.get(i).name(), product, Double::sum);
        }
        return new Explanation(parts);
    }

    /** What a feature would be if the row had nothing but this task's roots. */
    private double[] partOf(double[] roots, Block block) {
        double[] part = new double[dimension];
        for (int axis = 0; axis < dimension; axis++) {
            for (int i = block.from(); i < block.to(); i++) {
                part[axis] += roots[i] * axes[axis * rows + i];
            }
        }
        return part;
    }

    /**
     * What the network takes an image for: each task's class of the largest probability. A feature has fewer axes than
     * there are classes, so of two that are about as probable it may be the other, and in 2 cases of 100 also of two of
     * which one is more than twice as probable.
     */
    public Map<String, String> looksLike(float[] feature) {
        double[] roots = roots(feature);
        Map<String, String> classes = new LinkedHashMap<>();
        for (Block block : blocks) {
            int best = block.from();
            for (int i = block.from(); i < block.to(); i++) {
                best = roots[i] > roots[best] ? i : best;
            }
            classes.put(block.name(), block.classes().get(best - block.from()));
        }
        return classes;
    }

    /**
     * The classes' values in the row that a feature was made of. Along the rows: the compiler makes vectors of that.
     */
    private double[] roots(float[] feature) {
        double[] roots = new double[rows];
        for (int axis = 0; axis < dimension; axis++) {
            double along = feature[axis];
            for (int i = 0; i < rows; i++) {
                roots[i] += along * axes[axis * rows + i];
            }
        }
        return roots;
    }
}
