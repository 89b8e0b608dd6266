package dev.twinset.trainer.evaluate;

import dev.twinset.trainer.retrieval.Bootstrap;
import dev.twinset.trainer.retrieval.Features;
import dev.twinset.vision.CnnArchitecture;
import dev.twinset.vision.ModelBundle;
import dev.twinset.vision.ModelCard;
import dev.twinset.vision.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the class layer says of the queries. It takes the feature at its full length, but extractors give unit vectors;
 * so the network gets one more value, always 1, in its dense layer: in the unit vector, every other value divided by
 * that one is the feature at its full length, by the very code that serves.
 */
final class Heads {
    private final ModelBundle model;
    private final float[] weight;
    private final float[] bias;

    private Heads(ModelBundle model) {
        this.model = model;
        this.weight = model.tensor("classes.weight").values();
        this.bias = model.tensor("classes.bias").values();
    }

    /** @return task to figure, of the tasks whose column the catalogue has */
    static SortedMap<String, HeadFigure> measure(
            ModelBundle model, EvaluationSet set, EvaluationOptions options, EvaluationProgress progress)
            throws IOException {
        int[] queries = set.queries();
        ModelContender lengthened = new ModelContender("heads", lengthened(model), options.threads());
        Features features = lengthened.features(
                set.images(), queries, progress.begin("class layer", queries.length), (row, reason) -> {});
        return new Heads(model).measure(set, queries, features, new Bootstrap(queries.length, options.seed()));
    }

    private SortedMap<String, HeadFigure> measure(
            EvaluationSet set, int[] queries, Features features, Bootstrap bootstrap) {
        SortedMap<String, HeadFigure> figures = new TreeMap<>();
        int first = 0;
        for (ModelCard.Task task : model.manifest().model().tasks()) {
            Map<String, Integer> numbers = new HashMap<>();
            task.classes().forEach(name -> numbers.put(name, numbers.size()));
            double[] right = new double[queries.length];
            Arrays.fill(right, Double.NaN);
            int unknown = 0;
            for (int i = 0; i < queries.length; i++) {
                String label = set.images().item(queries[i]).attributes().get(task.name());
                if (label == null) {
                    continue;
                }
                Integer number = numbers.get(label);
                if (number == null) {
                    unknown++;
                } else {
                    int strongest = strongest(features, i, first, task.classes().size());
                    right[i] = strongest == number ? 1 : 0;
                }
            }
            int left = unknown;
            bootstrap.mean(right).ifPresent(figure -> figures.put(task.name(), new HeadFigure(figure, left)));
            first += task.classes().size();
        }
        return figures;
    }

    private int strongest(Features features, int row, int first, int count) {
        int dimension = model.architecture().dimension();
        int at = row * features.dimension();
        float one = features.values()[at + dimension];
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int number = 0; number < count; number++) {
            double logit = bias[first + number];
            for (int i = 0; i < dimension; i++) {
                logit += features.values()[at + i] / one * weight[i * bias.length + first + number];
            }
            if (logit > most) {
                most = logit;
                best = number;
            }
        }
        return best;
    }

    private static ModelBundle lengthened(ModelBundle model) {
        CnnArchitecture net = model.architecture();
        CnnArchitecture longer = new CnnArchitecture(
                net.name(), net.side(), net.widths(), net.kernels(), net.strides(), net.dimension() + 1);
        Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
        weights.replaceAll((name, tensor) -> switch (name) {
            case "dense.weight" -> withColumn(tensor, 0);
            case "dense.bias", "norm3.mean" -> withColumn(tensor, 0);
            case "norm3.gamma", "norm3.beta", "norm3.variance" -> withColumn(tensor, 1);
            case "classes.weight" ->
                new Tensor(
                        new int[] {longer.dimension(), tensor.shape()[1]},
                        Arrays.copyOf(tensor.values(), longer.dimension() * tensor.shape()[1]));
            default -> tensor;
        });
        ModelCard card = model.manifest().model();
        return ModelBundle.of(
                new ModelCard(longer, card.input(), card.tasks(), card.data(), card.training(), card.metrics()),
                weights);
    }

    /** One more value at the end of each row. */
    private static Tensor withColumn(Tensor tensor, float value) {
        int[] shape = tensor.shape().clone(); // the record hands out its own
        int columns = shape[shape.length - 1];
        int rows = tensor.values().length / columns;
        float[] values = new float[rows * (columns + 1)];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(tensor.values(), row * columns, values, row * (columns + 1), columns);
            values[row * (columns + 1) + columns] = value;
        }
        shape[shape.length - 1] = columns + 1;
        return new Tensor(shape, values);
    }
}
