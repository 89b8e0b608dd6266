package dev.twinset.vision;

import java.util.List;

/**
 * The shape of the network: three convolutions, each followed by a 2x2 max-pool, batch normalisation and ReLU; flatten;
 * a dense layer whose output is the feature; a dense layer for the classes.
 *
 * @param side width and height of the square input, pixels
 * @param widths channels after each of the three convolutions
 * @param kernels side of each convolution's kernel; padding is half of it
 * @param strides stride of each convolution
 * @param dimension length of the feature
 */
public record CnnArchitecture(
        String name, int side, List<Integer> widths, List<Integer> kernels, List<Integer> strides, int dimension) {
    /** 200.6 MFLOP per image. */
    public static final CnnArchitecture L =
            new CnnArchitecture("L", 96, List.of(48, 96, 192), List.of(5, 5, 3), List.of(2, 1, 1), 256);

    /** 38.8 MFLOP per image. */
    public static final CnnArchitecture S =
            new CnnArchitecture("S", 80, List.of(32, 64, 128), List.of(5, 3, 3), List.of(2, 1, 1), 256);

    public CnnArchitecture {
        widths = List.copyOf(widths);
        kernels = List.copyOf(kernels);
        strides = List.copyOf(strides);
    }
}
