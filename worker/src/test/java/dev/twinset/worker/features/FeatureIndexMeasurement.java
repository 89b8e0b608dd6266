package dev.twinset.worker.features;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import dev.twinset.worker.search.Query;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;

/** Run by hand: {@code DIRECTORY [ITEMS DIMENSION]}. Prints milliseconds; medians. */
final class FeatureIndexMeasurement {
    private static final LogIdentity LOG = new LogIdentity("cluster", "topic");
    private static final int BATCH = 256;

    private final PrintStream out;
    private final Path directory;
    private final int items;
    private final int dimension;
    private final Random random = new Random(1);

    private FeatureIndexMeasurement(PrintStream out, Path directory, int items, int dimension) {
        this.out = out;
        this.directory = directory;
        this.items = items;
        this.dimension = dimension;
    }

    public static void main(String[] arguments) throws IOException {
        int items = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 44_000;
        int dimension = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 256;
        new FeatureIndexMeasurement(System.out, Path.of(arguments[0]), items, dimension).run();
    }

    private void run() throws IOException {
        append();
        long start = System.nanoTime();
        try (FeatureIndex index =
                new LocalFeatureIndexOpener(directory, "model", dimension, LOG, Clock.systemUTC()).open()) {
            out.printf("reopen %d items: %.0f ms%n", index.items(), millisSince(start));
            for (int batch : new int[] {1, 16, 64, 256}) {
                search(index, batch);
            }
            out.printf("%s%n", memory());
        }
    }

    private void append() throws IOException {
        try (FeatureIndex index =
                new LocalFeatureIndexOpener(directory, "model", dimension, LOG, Clock.systemUTC()).open()) {
            double[] apply = new double[(items + BATCH - 1) / BATCH];
            double[] sync = new double[apply.length];
            for (int i = 0; i < apply.length; i++) {
                List<FeatureChange> batch = new ArrayList<>();
                for (int item = i * BATCH; item < Math.min(items, (i + 1) * BATCH); item++) {
                    batch.add(new FeatureChange(Integer.toString(10_000 + item), Optional.of(unit())));
                }
                long start = System.nanoTime();
                index.apply(batch, Map.of(0, (i + 1L) * BATCH));
                apply[i] = millisSince(start);
                start = System.nanoTime();
                index.sync();
                sync[i] = millisSince(start);
            }
            out.printf("batch of %d: apply %.2f ms, sync %.2f ms%n", BATCH, median(apply), median(sync));
        }
    }

    private void search(FeatureIndex index, int batch) {
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            queries.add(new Query(unit(), Optional.of(Integer.toString(10_000 + i))));
        }
        int rounds = Math.max(7, 200 / batch);
        double[] searches = new double[rounds];
        double[] products = new double[rounds];
        try (FloatPointer rows = new FloatPointer((long) items * dimension);
                FloatPointer asked = new FloatPointer((long) batch * dimension);
                FloatPointer result = new FloatPointer((long) batch * items)) {
            fill(rows);
            fill(asked);
            for (int i = -rounds; i < rounds; i++) {
                long start = System.nanoTime();
                index.search(List.of(), queries);
                searches[Math.max(0, i)] = millisSince(start);
                start = System.nanoTime();
                product(batch, rows, asked, result);
                products[Math.max(0, i)] = millisSince(start);
            }
        }
        double gflops = 2e-6 * batch * items * dimension / median(products);
        out.printf(
                "search x%d: %.4f ms/query, bare sgemm %.4f ms/query (%.0f GFLOP/s), ratio %.2f%n",
                batch, median(searches) / batch, median(products) / batch, gflops, median(searches) / median(products));
    }

    private void product(int batch, FloatPointer rows, FloatPointer asked, FloatPointer result) {
        cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasTrans,
                batch,
                items,
                dimension,
                1f,
                asked,
                dimension,
                rows,
                dimension,
                0f,
                result,
                items);
    }

    private static void fill(FloatPointer pointer) {
        SplittableRandom values = new SplittableRandom(2);
        float[] chunk = new float[4096];
        for (long at = 0; at < pointer.limit(); at += chunk.length) {
            for (int i = 0; i < chunk.length; i++) {
                chunk[i] = (float) values.nextDouble() - 0.5f;
            }
            pointer.position(at).put(chunk, 0, (int) Math.min(chunk.length, pointer.limit() - at));
        }
        pointer.position(0);
    }

    private static String memory() throws IOException {
        Path status = Path.of("/proc/self/status");
        return java.nio.file.Files.exists(status)
                ? String.join(
                        ", ",
                        java.nio.file.Files.readAllLines(status).stream()
                                .filter(line -> line.startsWith("VmRSS") || line.startsWith("Rss"))
                                .toList())
                : "";
    }

    private float[] unit() {
        float[] vector = new float[dimension];
        double square = 0;
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
            square += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) (vector[i] / Math.sqrt(square));
        }
        return vector;
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
