package dev.twinset.vision.bundle;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * An array of weights.
 *
 * @param shape length of each axis, outermost first
 * @param values row-major (the last axis runs fastest); not copied, so do not change them
 */
public record Tensor(int[] shape, float[] values) {
    public Tensor {
        requireNonNull(values, "values is null");
        shape = shape.clone();
        if (size(shape) != values.length) {
            throw new IllegalArgumentException(
                    "tensor of shape " + Arrays.toString(shape) + " has " + values.length + " values");
        }
    }

    public static long size(int[] shape) {
        long size = 1;
        for (int length : shape) {
            if (length < 1) {
                throw new IllegalArgumentException(
                        "shape is " + Arrays.toString(shape) + ", expected positive lengths");
            }
            size = Math.multiplyExact(size, length);
        }
        return size;
    }
}
