package dev.twinset.vision.network;

import dev.twinset.vision.bundle.ModelBundle;

/**
 * What a model says of one of its convolutions.
 *
 * @param weight kernel, kernel, in, out
 * @param scale per channel: what normalisation does behind the pool, with {@code shift}
 */
record Convolution(String name, float[] weight, int kernel, int stride, int in, int out, float[] scale, float[] shift) {
    static Convolution of(ModelBundle model, int block) {
        String name = "conv" + block + ".weight";
        int[] shape = model.tensor(name).shape();
        FoldedBatchNorm norm = FoldedBatchNorm.of(model, block);
        return new Convolution(
                name,
                model.tensor(name).values(),
                shape[0],
                model.architecture().strides().get(block),
                shape[2],
                shape[3],
                norm.scales(),
                norm.applied(new float[shape[3]]));
    }
}
