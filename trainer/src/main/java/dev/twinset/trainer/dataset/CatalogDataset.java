package dev.twinset.trainer.dataset;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.InputRule;
import dev.twinset.vision.bundle.ModelCard;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A catalogue made ready for training: every readable image decoded once by the decoder that also serves, with its part
 * and its labels. Rows are the readable items, in the catalogue's order. Any thread may read.
 */
public final class CatalogDataset implements Closeable {
    /** A label that was not given, that is a placeholder, or that no training item has: no loss, and never right. */
    public static final int UNKNOWN = LabelTable.UNKNOWN;

    private static final int LEAST_TRAINING_IMAGES = 16;

    private final String name;
    private final ImageSet images;
    private final LabelTable labels;

    private CatalogDataset(String name, ImageSet images, LabelTable labels) {
        this.name = name;
        this.images = images;
        this.labels = labels;
    }

    /** With the columns that {@link LabelColumns#of} finds. */
    public static CatalogDataset load(Catalog catalog, int side, int threads, IntConsumer progress) throws IOException {
        return load(catalog, LabelColumns.of(catalog), side, threads, progress);
    }

    /**
     * @param side of the decoded square, pixels
     * @param threads that decode
     * @param progress receives how many items are done, from those threads
     * @throws IOException if the catalogue holds too little to learn from: what, how much, where
     */
    public static CatalogDataset load(
            Catalog catalog, LabelColumns columns, int side, int threads, IntConsumer progress) throws IOException {
        ImageSet images = ImageSet.decode(catalog.items(), side, threads, progress);
        try {
            String name = String.valueOf(
                    catalog.directory().toAbsolutePath().normalize().getFileName());
            CatalogDataset dataset = new CatalogDataset(name, images, LabelTable.of(images.items(), columns));
            dataset.requireEnough(catalog);
            return dataset;
        } catch (IOException | RuntimeException e) {
            images.close();
            throw e;
        }
    }

    private void requireEnough(Catalog catalog) throws IOException {
        images.requireReadable(catalog);
        int training = rows(Split.TRAINING).length;
        if (training < LEAST_TRAINING_IMAGES) {
            throw new IOException("catalogue " + catalog.directory() + " has " + training
                    + " training images, at least " + LEAST_TRAINING_IMAGES + " expected; give it a larger one");
        }
        LabelColumn kind = labels.columns().get(0);
        if (!kind.isLearnable()) {
            throw new IOException("catalogue " + catalog.directory()
                    + (kind.classes().size() < 2
                            ? " has fewer than two classes in its column " + kind.name()
                                    + ", at least two expected; without a difference there is nothing to learn"
                            : " has no two training images of one class in its column " + kind.name()
                                    + ": that is a name, not a kind; choose another column by --labels"));
        }
    }

    /** The catalogue's own name: the last part of its path. */
    public String name() {
        return name;
    }

    public int side() {
        return images.side();
    }

    /** What is learnt; the first task is the kind of product. */
    public List<ModelCard.Task> tasks() {
        return labels.tasks();
    }

    /** Number of rows. */
    public int size() {
        return images.size();
    }

    public CatalogItem item(int row) {
        return images.item(row);
    }

    public Split part(int row) {
        return images.part(row);
    }

    /** Equal for copies of one image. */
    public long digest(int row) {
        return images.digest(row);
    }

    /** The class number, or {@link #UNKNOWN}. */
    public int label(int row, int task) {
        return labels.classes()[row][task];
    }

    /** What the wanted columns hold, those among them that are not learnt, too; the kind first. */
    public List<LabelColumn> columns() {
        return labels.columns();
    }

    /** Items that are left out, in the catalogue's order. */
    public List<UnreadableImage> unreadable() {
        return images.unreadable();
    }

    public int[] rows(Split part) {
        return IntStream.range(0, images.size())
                .filter(row -> images.part(row) == part)
                .toArray();
    }

    /** @param rgb receives side * side * 3 bytes: R, G, B, row by row */
    public void pixels(int row, byte[] rgb) throws IOException {
        images.pixels(row, rgb);
    }

    /** Mean and standard deviation of each channel over the training images. */
    public InputRule inputRule() throws IOException {
        long[][] histogram = new long[CnnArchitecture.CHANNELS][256];
        byte[] rgb = new byte[side() * side() * CnnArchitecture.CHANNELS];
        for (int row : rows(Split.TRAINING)) {
            pixels(row, rgb);
            for (int i = 0; i < rgb.length; i++) {
                histogram[i % CnnArchitecture.CHANNELS][rgb[i] & 255]++;
            }
        }
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (long[] channel : histogram) {
            Moments moments = Moments.of(channel);
            means.add(moments.mean());
            deviations.add(moments.deviation());
        }
        return InputRule.of(means, deviations);
    }

    @Override
    public void close() throws IOException {
        images.close();
    }
}
