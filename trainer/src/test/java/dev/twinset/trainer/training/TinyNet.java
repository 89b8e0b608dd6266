package dev.twinset.trainer.training;

import dev.twinset.trainer.settings.Hyperparameters;
import dev.twinset.trainer.settings.TrainingProfile;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A network that a test trains in seconds; its last map has four cells, so that their order matters. */
public final class TinyNet {
    public static final CnnArchitecture SHAPE =
            new CnnArchitecture("tiny", 40, List.of(8, 12, 16), List.of(5, 3, 3), List.of(2, 1, 1), 32);

    /** Small batches and a short memory, for few steps. */
    public static final Hyperparameters HYPERPARAMETERS = new Hyperparameters(16, 0.005, 0.2, 0.02, 0.9, 0.5, 0.1);

    public static final TrainingProfile PROFILE = new TrainingProfile("tiny", SHAPE, HYPERPARAMETERS, 2, 3);

    private TinyNet() {}

    /** @param leastGamma every weight of the normalisations is made to matter; gammas are this to 1 more */
    public static ModelBundle random(float leastGamma) {
        ModelBundle untrained = ModelBundle.untrained(SHAPE, 5);
        Random random = new Random(5);
        Map<String, Tensor> weights = new LinkedHashMap<>(untrained.weights());
        weights.replaceAll((name, tensor) -> {
            float[] values = tensor.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = name.endsWith(".gamma")
                        ? leastGamma + random.nextFloat()
                        : name.endsWith(".variance")
                                ? 0.3f + random.nextFloat()
                                : name.endsWith(".weight") ? values[i] : 0.2f * (float) random.nextGaussian();
            }
            return new Tensor(tensor.shape(), values);
        });
        return ModelBundle.of(untrained.manifest().model(), weights);
    }
}
