package dev.twinset.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.samples.SampleCatalog;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.network.CnnFeatureExtractor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Features to search among that are spread as those of pictures are: the energy is in the first axes, and items have
 * neighbours. Random vectors have neither, so nothing could be pruned among them.
 *
 * @param vectors of length 1, all of one dimension, two at least
 */
public record FeatureSample(float[][] vectors) {
    private static final int DRAWN = 2_000;
    private static final int CHUNK = 256;
    /** Of the length of a feature, in all directions alike. */
    private static final double NOISE = 0.1;

    private static final Pattern SHAPE =
            Pattern.compile("\\{'descr': '<f4', 'fortran_order': False, 'shape': \\((\\d+), (\\d+)\\), \\}\\s*");

    public FeatureSample {
        if (vectors.length < 2) {
            throw new IllegalArgumentException("two features are needed, not " + vectors.length);
        }
    }

    /** Those of {@value #DRAWN} drawn pictures, by a model: some ten seconds. */
    public static FeatureSample drawn(ModelBundle model) throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            SampleCatalog.draw(DRAWN, 1, directory.path());
            for (CatalogItem item : Catalog.read(directory.path()).items()) {
                pictures.add(Files.readAllBytes(item.image()));
            }
        }
        return of(pictures, model);
    }

    /** Those of the pictures, by a model. Without those that it cannot read. */
    public static FeatureSample of(List<byte[]> pictures, ModelBundle model) throws IOException {
        List<float[]> vectors = new ArrayList<>();
        try (FeatureExtractor extractor =
                CnnFeatureExtractor.open(model, Runtime.getRuntime().availableProcessors())) {
            for (int from = 0; from < pictures.size(); from += CHUNK) {
                for (Extraction outcome :
                        extractor.extract(pictures.subList(from, Math.min(pictures.size(), from + CHUNK)))) {
                    if (outcome instanceof Extraction.Feature feature) {
                        vectors.add(feature.vector());
                    }
                }
            }
        }
        return new FeatureSample(vectors.toArray(float[][]::new));
    }

    /**
     * A NumPy file of little-endian float32, a feature a row, as {@code twinset embed} writes it.
     *
     * @throws IOException if it cannot be read or is none
     */
    public static FeatureSample read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer start = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
            while (start.hasRemaining() && channel.read(start) >= 0) {}
            ByteBuffer text = ByteBuffer.allocate(start.hasRemaining() ? 0 : start.getShort(8) & 0xffff);
            while (text.hasRemaining() && channel.read(text) >= 0) {}
            Matcher shape = SHAPE.matcher(new String(text.array(), ISO_8859_1));
            if (!shape.matches()) {
                throw new IOException(file + " is not a NumPy file of a float32 matrix, version 1.0");
            }
            float[][] vectors = new float[Integer.parseInt(shape.group(1))][Integer.parseInt(shape.group(2))];
            ByteBuffer row = ByteBuffer.allocate(vectors.length == 0 ? 0 : vectors[0].length * Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (float[] vector : vectors) {
                row.clear();
                while (row.hasRemaining()) {
                    if (channel.read(row) < 0) {
                        throw new IOException(file + " ends before its last row");
                    }
                }
                row.flip().asFloatBuffer().get(vector);
            }
            return new FeatureSample(vectors);
        }
    }

    public int dimension() {
        return vectors[0].length;
    }

    /** Another feature: two of the sample mixed, one of them more, and some noise. */
    public float[] next(RandomGenerator random) {
        float[] more = vectors[random.nextInt(vectors.length)];
        float[] less = vectors[random.nextInt(vectors.length)];
        float[] noise = UnitVectors.random(random, dimension());
        double share = random.nextDouble(0.5);
        double[] mixed = new double[dimension()];
        double squares = 0;
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = more[i] + share * less[i] + NOISE * noise[i];
            squares += mixed[i] * mixed[i];
        }
        float[] unit = new float[dimension()];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (mixed[i] / Math.sqrt(squares));
        }
        return unit;
    }

    /** Others, made of the sample's own. */
    public float[][] mixed(int count, RandomGenerator random) {
        return Stream.generate(() -> next(random)).limit(count).toArray(float[][]::new);
    }

    /** The sample's own features first, then others made of them. */
    public float[][] take(int count, RandomGenerator random) {
        float[][] taken = new float[count][];
        for (int i = 0; i < count; i++) {
            taken[i] = i < vectors.length ? vectors[i] : next(random);
        }
        return taken;
    }
}
