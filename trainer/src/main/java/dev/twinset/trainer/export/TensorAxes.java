package dev.twinset.trainer.export;

import dev.twinset.vision.bundle.Tensor;

/** Arrays with their axes in another order. */
final class TensorAxes {
    private TensorAxes() {}

    /** @param order for each axis of the result, the axis that it was */
    static Tensor permuted(Tensor tensor, int... order) {
        int[] shape = tensor.shape();
        int rank = shape.length;
        int[] stride = new int[rank];
        int[] newShape = new int[rank];
        for (int axis = rank - 1, step = 1; axis >= 0; axis--) {
            stride[axis] = step;
            step *= shape[axis];
        }
        for (int axis = 0; axis < rank; axis++) {
            newShape[axis] = shape[order[axis]];
        }
        float[] values = new float[tensor.values().length];
        int[] index = new int[rank];
        for (int to = 0; to < values.length; to++) {
            int from = 0;
            for (int axis = 0; axis < rank; axis++) {
                from += index[axis] * stride[order[axis]];
            }
            values[to] = tensor.values()[from];
            for (int axis = rank - 1; axis >= 0 && ++index[axis] == newShape[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return new Tensor(newShape, values);
    }

    /** @param matrix of two axes */
    static Tensor columns(Tensor matrix, int from, int to) {
        int rows = matrix.shape()[0];
        int columns = matrix.shape()[1];
        float[] values = new float[rows * (to - from)];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(matrix.values(), row * columns + from, values, row * (to - from), to - from);
        }
        return new Tensor(new int[] {rows, to - from}, values);
    }

    static Tensor reshaped(Tensor tensor, int... shape) {
        return new Tensor(shape, tensor.values());
    }
}
