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
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A catalogue made ready for training: every readable image decoded once by the decoder that also serves, with its part
 * and its labels. Rows are the readable items, in the catalogue's order. Any thread may read.
 */
public final class CatalogDataset implements Closeable {
    /** A label that was not given, that is a placeholder, or that no training item has: no loss, and never right. */
    public static final int UNKNOWN = LabelTable.UNKNOWN;

    private static final int LEAST_TRAINING_IMAGES = 16;

    private final TrainingCatalogs catalogs;
    private final ImageSet images;
    private final LabelTable labels;
    private final TeacherVectors teacher;

    private CatalogDataset(TrainingCatalogs catalogs, ImageSet images, LabelTable labels, TeacherVectors teacher) {
        this.catalogs = catalogs;
        this.images = images;
        this.labels = labels;
        this.teacher = teacher;
    }

    /** With the columns that {@link LabelColumns#of} finds. */
    public static CatalogDataset load(Catalog catalog, int side, int threads, IntConsumer progress) throws IOException {
        return load(TrainingCatalogs.of(catalog), LabelColumns.of(catalog), side, threads, progress);
    }

    /**
     * @param side of the decoded square, pixels
     * @param threads that decode
     * @param progress receives how many items are done, from those threads
     * @throws IOException if the catalogues hold too little to learn from: what, how much, where
     */
    public static CatalogDataset load(
            TrainingCatalogs catalogs, LabelColumns columns, int side, int threads, IntConsumer progress)
            throws IOException {
        Catalog catalog = catalogs.joined();
        ImageSet images = ImageSet.decode(catalog.items(), catalogs.groups(), side, threads, progress);
        try {
            CatalogDataset dataset =
                    new CatalogDataset(catalogs, images, LabelTable.of(images.items(), columns), TeacherVectors.NONE);
            dataset.requireEnough(catalog);
            return dataset;
        } catch (IOException | RuntimeException e) {
            images.close();
            throw e;
        }
    }

    /** The same images and labels with a teacher; only one of the two is to be closed. */
    public CatalogDataset taughtBy(TeacherVectors vectors) {
        return new CatalogDataset(catalogs, images, labels, vectors);
    }

    public TeacherVectors teacher() {
        return teacher;
    }

    public ImageSet images() {
        return images;
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

    /** The catalogues' own names: the last parts of their paths. */
    public String name() {
        return catalogs.name();
    }

    /** How often the image is drawn, compared with one of a catalogue of weight 1. */
    double weight(int row) {
        return catalogs.sources().get(source(row)).weight();
    }

    /** One for each catalogue. */
    public List<Double> weights() {
        return catalogs.sources().stream().map(TrainingCatalogs.Source::weight).toList();
    }

    /** The number of the catalogue that the image comes from. */
    public int source(int row) {
        return catalogs.sourceOf(images.items().get(row).slot());
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

    /**
     * Images of which other catalogues hold a copy, too; all copies are in one part.
     *
     * @param images copies counted once
     * @param contradictory of these, those that are of one kind here and of another there
     */
    public record SharedImages(int images, int contradictory) {}

    public SharedImages shared() {
        Map<Long, List<Integer>> copies =
                IntStream.range(0, size()).boxed().collect(Collectors.groupingBy(this::digest));
        copies.values()
                .removeIf(rows -> rows.stream().map(this::source).distinct().count() < 2);
        long contradictory = copies.values().stream()
                .filter(rows -> rows.stream()
                                .map(row -> label(row, 0))
                                .filter(kind -> kind != UNKNOWN)
                                .distinct()
                                .count()
                        > 1)
                .count();
        return new SharedImages(copies.size(), (int) contradictory);
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
