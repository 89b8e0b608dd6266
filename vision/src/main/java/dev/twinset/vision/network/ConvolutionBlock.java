package dev.twinset.vision.network;

import dev.twinset.vision.bundle.CnnArchitecture;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.MaxPooling2D;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Convolution, max-pool, what is left of the normalisation, ReLU: ReLU last, because the pool leaves a quarter of the
 * values and changes places with it. One thread at a time.
 */
final class ConvolutionBlock {
    /** Where the map of a whole batch is larger, it is made and pooled in slices, while it is still in the cache. */
    private static final long MOST_MAP_BYTES = 4 << 20;

    private static final int SLICE = 4;
    private static final long NHWC = 1;
    private static final long KERNEL_KERNEL_IN_OUT = 0;

    private final CustomOp convolution = new Conv2D();
    private final CustomOp pool = new MaxPooling2D();
    private final List<Slice> slices = new ArrayList<>();
    private final INDArray output;
    private final INDArray rows;
    private final List<INDArray> after;
    private final RectifiedLinear relu;

    private record Slice(OpContext convolution, OpContext pool) {}

    /** @param input images, height, width, channels */
    ConvolutionBlock(
            CnnArchitecture net, int block, Nd4jWeights.Convolution weights, INDArray input, Nd4jArrays memory) {
        int batch = CnnForward.BATCH;
        int width = net.widths().get(block);
        int mapSide = net.mapSide(block);
        int pooledSide = net.sideAfter(block);
        long kernel = net.kernels().get(block);
        long stride = net.strides().get(block);
        long mapBytes = (long) batch * mapSide * mapSide * width * Float.BYTES;
        int slice = mapBytes > MOST_MAP_BYTES ? SLICE : batch;

        INDArray map = memory.zeros(slice, mapSide, mapSide, width);
        output = memory.zeros(batch, pooledSide, pooledSide, width);
        for (int from = 0; from < batch; from += slice) {
            slices.add(new Slice(
                    memory.operation(
                            List.of(images(input, from, slice), weights.weight(), weights.bias()),
                            map,
                            kernel,
                            kernel,
                            stride,
                            stride,
                            kernel / 2,
                            kernel / 2,
                            1,
                            1,
                            0,
                            NHWC,
                            KERNEL_KERNEL_IN_OUT),
                    memory.operation(List.of(map), images(output, from, slice), 2, 2, 2, 2, 0, 0, 1, 1, 0, 0, NHWC)));
        }
        rows = output.reshape('c', (long) batch * pooledSide * pooledSide, width);
        after = weights.after();
        relu = new RectifiedLinear(output, output);
    }

    private static INDArray images(INDArray array, int from, int count) {
        INDArrayIndex all = NDArrayIndex.all();
        return array.get(NDArrayIndex.interval(from, from + count), all, all, all);
    }

    void run() {
        for (Slice slice : slices) {
            Nd4j.exec(convolution, slice.convolution);
            Nd4j.exec(pool, slice.pool);
        }
        if (!after.isEmpty()) {
            rows.muliRowVector(after.get(0));
            rows.addiRowVector(after.get(1));
        }
        Nd4j.getExecutioner().exec(relu);
    }

    /** images, height, width, channels; overwritten by the next run */
    INDArray output() {
        return output;
    }
}
