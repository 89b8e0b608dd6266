package dev.twinset.vision;

import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Models whose every weight matters: an untrained one would hide a wrong normalisation. */
public final class Models {
    /** Small, but with a stride, odd sides and another kernel each. */
    public static final CnnArchitecture SMALL =
            new CnnArchitecture("small", 37, List.of(8, 12, 16), List.of(5, 3, 1), List.of(2, 1, 1), 24);

    private Models() {}

    public static ModelBundle random(CnnArchitecture architecture, long seed) {
        return random(architecture, seed, 0.5f);
    }

    /** @param leastGamma the gammas of the convolutions are between this and 1 more */
    public static ModelBundle random(CnnArchitecture architecture, long seed, float leastGamma) {
        ModelBundle untrained = ModelBundle.untrained(architecture, seed);
        Random random = new Random(seed);
        Map<String, Tensor> weights = new LinkedHashMap<>(untrained.weights());
        weights.replaceAll((name, tensor) -> {
            float[] values = tensor.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = value(name, values[i], leastGamma, random);
            }
            return new Tensor(tensor.shape(), values);
        });
        return ModelBundle.of(untrained.manifest().model(), weights);
    }

    private static float value(String name, float untrained, float leastGamma, Random random) {
        String part = name.substring(name.indexOf('.') + 1);
        return switch (part) {
            case "gamma" -> leastGamma + random.nextFloat();
            case "variance" -> 0.3f + random.nextFloat();
            case "beta", "mean", "bias" -> 0.2f * (float) random.nextGaussian();
            default -> untrained;
        };
    }

    /** side * side * 3 bytes */
    public static byte[] pixels(CnnArchitecture architecture, Random random) {
        byte[] rgb = new byte[architecture.side() * architecture.side() * 3];
        random.nextBytes(rgb);
        return rgb;
    }
}
