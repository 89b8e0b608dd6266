package dev.twinset.vision.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Whether convolutions really run in oneDNN. Without it everything still works, at a tenth of the speed and without a
 * message; so each start checks it.
 *
 * @param convolutions ND4J's convolution, by which we serve, runs in oneDNN
 * @param layers Deeplearning4j's layers, with which we train, may use it too
 * @param gain how many times as fast as without
 */
public record OneDnn(boolean convolutions, boolean layers, double gain) {
    /** Seen: 7 to 9 where it is live, up to 1.5 where both ways are the same. */
    private static final double CLEAR_GAIN = 3;

    /** On a busy machine the fast way can be held up each time: it is looked at again before it is missed. */
    private static final int ATTEMPTS = 20;

    private static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

    /** A few milliseconds, the first time in a process one or two tenths of a second, a second if it is not live. */
    public static OneDnn check() {
        boolean layers =
                BaseMKLDNNHelper.mklDnnEnabled() && !Boolean.parseBoolean(System.getProperty(HELPERS_DISABLED, "true"));
        try (Nd4jArrays memory = new Nd4jArrays()) {
            return judge(() -> Comparison.run(memory), layers);
        }
    }

    /** By the least time of either way, as whatever else runs only adds to it. */
    static OneDnn judge(Supplier<Comparison> probe, boolean layersMay) {
        Comparison best = probe.get();
        OneDnn found = judge(best.sameBits, layersMay, best.gain());
        for (int attempt = 1; attempt < ATTEMPTS && !found.convolutions; attempt++) {
            best = best.least(probe.get());
            found = judge(best.sameBits, layersMay, best.gain());
        }
        return found;
    }

    /**
     * Other bits or much less time: either tells that there are two ways. Some OpenBLAS kernels sum in the very order
     * of oneDNN's, so equal bits prove nothing; on a busy machine, time proves little.
     *
     * @param sameBits whether a convolution gives the same bits with oneDNN and without
     */
    static OneDnn judge(boolean sameBits, boolean layersMay, double gain) {
        boolean live = !sameBits || gain >= CLEAR_GAIN;
        return new OneDnn(live, live && layersMay, gain);
    }

    /** @throws IllegalStateException if training would not run in oneDNN, saying what to do */
    public void require() {
        if (!convolutions || !layers) {
            throw new IllegalStateException(this.toString());
        }
    }

    @Override
    public String toString() {
        if (!convolutions) {
            return "oneDNN is not live: convolutions take ten times as long; expected the ND4J binary for oneDNN"
                    + " (classifier linux-x86_64-onednn)";
        }
        String live = String.format(Locale.ROOT, "oneDNN live: convolutions are %.1f times as fast as without", gain);
        return layers ? live : live + ", but not in training: start Java with -D" + HELPERS_DISABLED + "=false";
    }

    /** Both ways, nanoseconds each. */
    record Comparison(boolean sameBits, long fast, long plain) {
        private static Comparison run(Nd4jArrays memory) {
            Probe fast = Probe.run(memory, true);
            Probe plain = Probe.run(memory, false);
            return new Comparison(Arrays.equals(fast.values, plain.values), fast.nanos, plain.nanos);
        }

        private double gain() {
            return (double) plain / fast;
        }

        private Comparison least(Comparison other) {
            return new Comparison(sameBits && other.sameBits, Math.min(fast, other.fast), Math.min(plain, other.plain));
        }
    }

    /** One convolution of numbers that leave no sum unrounded. */
    private record Probe(float[] values, long nanos) {
        private static final int ROUNDS = 5;

        static Probe run(Nd4jArrays memory, boolean oneDnn) {
            INDArray input = memory.array(numbers(4 * 24 * 24 * 32), 4, 24, 24, 32);
            INDArray weight = memory.array(numbers(3 * 3 * 32 * 32), 3, 3, 32, 32);
            INDArray output = memory.zeros(4, 24, 24, 32);
            OpContext context = memory.operation(List.of(input, weight), output, 3, 3, 1, 1, 1, 1, 1, 1, 0, 1, 0);
            context.allowHelpers(oneDnn);
            long fastest = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                Nd4j.exec(new Conv2D(), context);
                fastest = Math.min(fastest, System.nanoTime() - start);
            }
            float[] values = new float[Math.toIntExact(output.length())];
            FloatPointer result = Nd4jArrays.floats(output);
            result.get(values);
            return new Probe(values, fastest);
        }

        /** Not zeros, which all ways sum to the same. */
        private static float[] numbers(int count) {
            float[] numbers = new float[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = (float) Math.sin(i * 0.7 + 0.1);
            }
            return numbers;
        }
    }
}
