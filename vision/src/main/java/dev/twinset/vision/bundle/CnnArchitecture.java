package dev.twinset.vision.bundle;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The shape of the network: three convolutions, each followed by a 2x2 max-pool, batch normalisation and ReLU; flatten;
 * a hidden dense layer, batch normalisation and ReLU; a dense layer for the classes. What the feature is made of is
 * defined by the {@link FeatureRule}.
 *
 * @param side width and height of the square input, pixels
 * @param widths channels after each of the three convolutions
 * @param kernels side of each convolution's kernel, odd; padding is half of it
 * @param strides stride of each convolution
 * @param hidden length of the hidden dense layer
 */
public record CnnArchitecture(
        String name, int side, List<Integer> widths, List<Integer> kernels, List<Integer> strides, int hidden) {
    /** Number of convolutions. */
    public static final int BLOCKS = 3;

    /** Red, green and blue. */
    public static final int CHANNELS = 3;

    /** 200.6 MFLOP per image. */
    public static final CnnArchitecture L =
            new CnnArchitecture("L", 96, List.of(48, 96, 192), List.of(5, 5, 3), List.of(2, 1, 1), 256);

    /** 38.8 MFLOP per image. */
    public static final CnnArchitecture S =
            new CnnArchitecture("S", 80, List.of(32, 64, 128), List.of(5, 3, 3), List.of(2, 1, 1), 256);

    public CnnArchitecture {
        requireNonNull(name, "name is null");
        requireRange("side", side, 8, 512);
        widths = blocks("widths", widths, 1024);
        kernels = blocks("kernels", kernels, 11);
        strides = blocks("strides", strides, 4);
        requireRange("hidden", hidden, 1, 4096);
        if (kernels.stream().anyMatch(kernel -> kernel % 2 == 0)) {
            throw new IllegalArgumentException("kernels are " + kernels + ", expected odd sides");
        }
        if (sideAfter(BLOCKS - 1, side, kernels, strides) < 1) {
            throw new IllegalArgumentException("side " + side + " is too small for three convolutions and pools");
        }
    }

    /** Side of the map that leaves a convolution, before its pool. */
    public int mapSide(int block) {
        return convolved(block == 0 ? side : sideAfter(block - 1), kernels.get(block), strides.get(block));
    }

    /** Side of the map that leaves a block: convolution and pool. */
    public int sideAfter(int block) {
        return sideAfter(block, side, kernels, strides);
    }

    /** Channels that enter a block. */
    public int channelsInto(int block) {
        return block == 0 ? CHANNELS : widths.get(block - 1);
    }

    /** Values of the last map, that the first dense layer takes, in the order height, width, channel. */
    public int flat() {
        int last = sideAfter(BLOCKS - 1);
        return last * last * widths.get(BLOCKS - 1);
    }

    /** Additions and multiplications for one image, up to the hidden layer; what follows is a thousandth. */
    public long operations() {
        long sum = 2L * flat() * hidden;
        for (int block = 0; block < BLOCKS; block++) {
            long cells = (long) mapSide(block) * mapSide(block);
            long window = (long) kernels.get(block) * kernels.get(block) * channelsInto(block);
            sum += 2 * cells * window * widths.get(block);
        }
        return sum;
    }

    private static int sideAfter(int block, int side, List<Integer> kernels, List<Integer> strides) {
        int now = side;
        for (int i = 0; i <= block; i++) {
            now = convolved(now, kernels.get(i), strides.get(i)) / 2;
        }
        return now;
    }

    private static int convolved(int side, int kernel, int stride) {
        return (side + 2 * (kernel / 2) - kernel) / stride + 1;
    }

    private static List<Integer> blocks(String what, List<Integer> values, int most) {
        List<Integer> copy = List.copyOf(values);
        if (copy.size() != BLOCKS) {
            throw new IllegalArgumentException(what + " are " + copy + ", expected " + BLOCKS + " numbers");
        }
        copy.forEach(value -> requireRange(what, value, 1, most));
        return copy;
    }

    private static void requireRange(String what, int actual, int least, int most) {
        if (actual < least || actual > most) {
            throw new IllegalArgumentException(what + " is " + actual + ", expected " + least + " to " + most);
        }
    }
}
