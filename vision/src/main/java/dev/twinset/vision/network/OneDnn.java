package dev.twinset.vision.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

    private static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

    /** A few milliseconds, the first time in a process one or two tenths of a second. */
    public static OneDnn check() {
        try (Nd4jArrays memory = new Nd4jArrays()) {
            Probe fast = Probe.run(memory, true);
            Probe plain = Probe.run(memory, false);
            boolean layers = BaseMKLDNNHelper.mklDnnEnabled()
                    && !Boolean.parseBoolean(System.getProperty(HELPERS_DISABLED, "true"));
            return judge(Arrays.equals(fast.values, plain.values), layers, (double) plain.nanos / fast.nanos);
        }
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
