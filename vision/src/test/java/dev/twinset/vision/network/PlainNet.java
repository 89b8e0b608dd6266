package dev.twinset.vision.network;

import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.InputRule;
import dev.twinset.vision.bundle.ModelBundle;

/** The hidden layer's sums in double, one loop after another: slow and obvious. */
final class PlainNet {
    private final ModelBundle model;
    private final CnnArchitecture net;

    PlainNet(ModelBundle model) {
        this.model = model;
        this.net = model.architecture();
    }

    double[] sums(byte[] rgb) {
        InputRule rule = model.manifest().model().input();
        double[] map = new double[rgb.length];
        for (int i = 0; i < map.length; i++) {
            map[i] = rule.table(i % 3)[rgb[i] & 0xff];
        }
        int side = net.side();
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            map = pooled(convolved(map, side, block), net.mapSide(block), block);
            side = net.sideAfter(block);
        }
        float[] weight = FoldedBatchNorm.of(model, CnnArchitecture.BLOCKS).scaled(model.tensor("dense.weight"));
        double[] sums = new double[net.hidden()];
        for (int i = 0; i < map.length; i++) {
            for (int k = 0; k < sums.length; k++) {
                sums[k] += map[i] * weight[i * sums.length + k];
            }
        }
        return sums;
    }

    private double[] convolved(double[] map, int side, int block) {
        int kernel = net.kernels().get(block);
        int stride = net.strides().get(block);
        int in = net.channelsInto(block);
        int out = net.widths().get(block);
        int mapSide = net.mapSide(block);
        float[] weight = model.tensor("conv" + block + ".weight").values();
        double[] to = new double[mapSide * mapSide * out];
        for (int y = 0; y < mapSide; y++) {
            for (int x = 0; x < mapSide; x++) {
                for (int k = 0; k < kernel * kernel; k++) {
                    int fromY = y * stride + k / kernel - kernel / 2;
                    int fromX = x * stride + k % kernel - kernel / 2;
                    if (fromY < 0 || fromX < 0 || fromY >= side || fromX >= side) {
                        continue;
                    }
                    for (int c = 0; c < in; c++) {
                        double value = map[(fromY * side + fromX) * in + c];
                        for (int o = 0; o < out; o++) {
                            to[(y * mapSide + x) * out + o] += value * weight[(k * in + c) * out + o];
                        }
                    }
                }
            }
        }
        return to;
    }

    private double[] pooled(double[] map, int side, int block) {
        int out = net.widths().get(block);
        int pooledSide = side / 2;
        FoldedBatchNorm norm = FoldedBatchNorm.of(model, block);
        double[] to = new double[pooledSide * pooledSide * out];
        for (int i = 0; i < to.length; i++) {
            int o = i % out;
            int at = (2 * (i / out / pooledSide) * side + 2 * (i / out % pooledSide)) * out + o;
            double largest = Math.max(
                    Math.max(map[at], map[at + out]), Math.max(map[at + side * out], map[at + side * out + out]));
            to[i] = Math.max(0, largest * norm.scale()[o] + norm.shift()[o]);
        }
        return to;
    }
}
