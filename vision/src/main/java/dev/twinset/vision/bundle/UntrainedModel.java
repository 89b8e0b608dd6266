package dev.twinset.vision.bundle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Random weights of the scale that training starts from (He et al., 2015: variance 2 / inputs). */
final class UntrainedModel {
    private UntrainedModel() {}

    static ModelBundle bundle(CnnArchitecture architecture, long seed) {
        ModelCard card = new ModelCard(
                architecture,
                InputRule.of(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
                List.of(new ModelCard.Task("untrained", 1, List.of("none"))),
                FeatureRule.hidden(architecture),
                new ModelCard.TrainingData("none", 0, "none"),
                new ModelCard.TrainingSettings(0, 0, 0, 0, seed),
                new TreeMap<>());
        Random random = new Random(seed);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        WeightTable.shapes(card)
                .forEach((name, shape) -> weights.put(name, new Tensor(shape, values(name, shape, random))));
        return ModelBundle.of(card, weights);
    }

    private static float[] values(String name, int[] shape, Random random) {
        float[] values = new float[Math.toIntExact(Tensor.size(shape))];
        double spread = Math.sqrt(2.0 * shape[shape.length - 1] / values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = name.endsWith(".weight")
                    ? (float) (spread * random.nextGaussian())
                    : name.endsWith(".gamma") || name.endsWith(".variance") ? 1 : 0;
        }
        return values;
    }
}
