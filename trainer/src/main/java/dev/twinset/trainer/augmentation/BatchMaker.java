package dev.twinset.trainer.augmentation;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.InputRule;
import java.io.IOException;
import java.util.Random;
import java.util.function.IntFunction;

/** Rows of the dataset to batches, augmented or as they are. Holds buffers: one thread. */
public final class BatchMaker {
    private static final int CHANNELS = CnnArchitecture.CHANNELS;

    private final CatalogDataset data;
    private final InputRule rule;
    private final float[][] tables = new float[CHANNELS][];
    private final byte[] rgb;
    private final byte[] other;
    private final Augmentation augmentation;

    public BatchMaker(CatalogDataset data, InputRule rule) {
        this.data = data;
        this.rule = rule;
        this.rgb = new byte[data.side() * data.side() * CHANNELS];
        this.other = new byte[rgb.length];
        this.augmentation = new Augmentation(data.side());
        for (int channel = 0; channel < CHANNELS; channel++) {
            tables[channel] = rule.table(channel);
        }
    }

    /** What the worker would see. */
    public ImageBatch plain(int[] rows, int from, int to) throws IOException {
        float[] images = new float[(to - from) * rgb.length];
        for (int row = from; row < to; row++) {
            data.pixels(rows[row], rgb);
            int at = (row - from) * rgb.length;
            for (int i = 0; i < rgb.length; i++) {
                images[at + i] = tables[i % CHANNELS][rgb[i] & 255];
            }
        }
        return new ImageBatch(images, labels(rows, from, to), new float[0]);
    }

    /** @param randoms the random numbers for a position in the rows */
    ImageBatch augmented(int[] rows, int from, int to, IntFunction<Random> randoms) throws IOException {
        float[] images = new float[(to - from) * rgb.length];
        for (int row = from; row < to; row++) {
            Random random = randoms.apply(row);
            data.pixels(rows[row], rgb);
            data.pixels(rows[from + random.nextInt(to - from)], other);
            normalise(augmentation.apply(rgb, other, random), images, (row - from) * rgb.length);
        }
        return new ImageBatch(images, labels(rows, from, to), data.teacher().vectors(rows, from, to));
    }

    private void normalise(float[] values, float[] to, int at) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            float mean = rule.mean().get(channel).floatValue();
            float std = rule.std().get(channel).floatValue();
            for (int i = channel; i < values.length; i += CHANNELS) {
                to[at + i] = (values[i] - mean) / std;
            }
        }
    }

    private float[] labels(int[] rows, int from, int to) {
        int tasks = data.tasks().size();
        float[] labels = new float[(to - from) * tasks];
        for (int row = from; row < to; row++) {
            for (int task = 0; task < tasks; task++) {
                labels[(row - from) * tasks + task] = data.label(rows[row], task);
            }
        }
        return labels;
    }
}
