package dev.twinset.trainer.evaluate;

import dev.twinset.trainer.training.TinyNet;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import dev.twinset.vision.bundle.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small models that learnt nothing. */
public final class Nets {
    private Nets() {}

    public static ModelBundle tiny() {
        return ModelBundle.untrained(TinyNet.SHAPE, 5);
    }

    /** With a class layer for the labels of drawn shapes. */
    public static ModelBundle withHeads() {
        return withHeads(new ModelCard.Task("articleType", 1, List.of("Cross", "Disc", "Square")));
    }

    public static ModelBundle withHeads(ModelCard.Task... tasks) {
        ModelBundle untrained = tiny();
        ModelCard card = untrained.manifest().model();
        ModelCard ours = new ModelCard(
                card.architecture(),
                card.input(),
                List.of(tasks),
                card.feature(),
                card.data(),
                card.training(),
                card.metrics());
        Random random = new Random(3);
        int dimension = card.architecture().hidden();
        Map<String, Tensor> weights = new LinkedHashMap<>(untrained.weights());
        weights.put("classes.weight", random(random, dimension, ours.classes()));
        weights.put("classes.bias", random(random, ours.classes()));
        weights.put("norm3.mean", random(random, dimension));
        return ModelBundle.of(ours, weights);
    }

    private static Tensor random(Random random, int... shape) {
        int length = 1;
        for (int axis : shape) {
            length *= axis;
        }
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Tensor(shape, values);
    }
}
