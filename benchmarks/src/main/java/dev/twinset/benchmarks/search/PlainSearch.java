package dev.twinset.benchmarks.search;

import dev.twinset.benchmarks.Interleaved;
import dev.twinset.vision.network.Dnnl;
import dev.twinset.worker.search.Query;
import java.util.List;
import java.util.PriorityQueue;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * The peer: one OpenBLAS product of all rows with all queries, then a heap of the best over each query's scores. It
 * breaks no ties, excludes nothing, masks nothing and returns the product's rounding.
 */
final class PlainSearch implements AutoCloseable {
    static final int K = 5;

    private final int items;
    private final int dimension;
    private final int batch;
    private final FloatPointer rows;
    private final FloatPointer asked;
    private final FloatPointer scores;
    private final float[] row;

    PlainSearch(float[][] vectors, List<Query> queries) {
        openblas.blas_set_num_threads(1);
        items = vectors.length;
        dimension = vectors[0].length;
        batch = queries.size();
        rows = new FloatPointer((long) items * dimension);
        for (int item = 0; item < items; item++) {
            rows.position((long) item * dimension).put(vectors[item], 0, dimension);
        }
        rows.position(0);
        asked = new FloatPointer((long) batch * dimension);
        for (int query = 0; query < batch; query++) {
            asked.position((long) query * dimension).put(queries.get(query).vector(), 0, dimension);
        }
        asked.position(0);
        scores = new FloatPointer((long) items * batch);
        row = new float[items];
    }

    int[][] search() {
        multiply(batch, asked, items, rows, dimension, scores);
        int[][] best = new int[batch][];
        for (int query = 0; query < batch; query++) {
            scores.position((long) query * items).get(row, 0, items);
            best[query] = top();
        }
        scores.position(0);
        return best;
    }

    /** The products of all rows of {@code a} with all rows of {@code b}. */
    private static void multiply(
            int aRows, FloatPointer a, int bRows, FloatPointer b, int length, FloatPointer products) {
        openblas.cblas_sgemm(
                openblas.CblasRowMajor,
                openblas.CblasNoTrans,
                openblas.CblasTrans,
                aRows,
                bRows,
                length,
                1,
                a,
                length,
                b,
                length,
                0,
                products,
                bRows);
    }

    private int[] top() {
        PriorityQueue<Integer> heap = new PriorityQueue<>((a, b) -> Float.compare(row[a], row[b]));
        float threshold = Float.NEGATIVE_INFINITY;
        for (int item = next(threshold, 0); item < items; item = next(threshold, item + 1)) {
            heap.add(item);
            if (heap.size() > K) {
                heap.remove();
                threshold = row[heap.element()];
            }
        }
        return heap.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * The next item above the threshold, or the number of items: a loop without a call in it. With the heap's calls in
     * it, this search took .20 ms a query in some processes and .29 in others.
     */
    private int next(float threshold, int from) {
        for (int item = from; item < items; item++) {
            if (row[item] > threshold) {
                return item;
            }
        }
        return items;
    }

    /** What one core reaches at a product that suits it best, GFLOP/s. */
    static double peakGigaflops(double seconds) {
        int side = 1024;
        try (FloatPointer a = ones(side * side);
                FloatPointer b = ones(side * side);
                FloatPointer c = ones(side * side)) {
            Runnable product = () -> {
                if (Dnnl.isUsable()) {
                    Dnnl.multiplyTransposed(a, side, b, side, side, c, side);
                } else {
                    multiply(side, a, side, b, side, c);
                }
            };
            Interleaved.rate(product, seconds);
            return Interleaved.rate(product, seconds) * 2 * side * side * side / 1e9;
        }
    }

    private static FloatPointer ones(int length) {
        FloatPointer ones = new FloatPointer(length);
        for (int i = 0; i < length; i++) {
            ones.put(i, 1);
        }
        return ones;
    }

    @Override
    public void close() {
        rows.close();
        asked.close();
        scores.close();
    }
}
