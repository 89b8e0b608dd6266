package dev.twinset.worker.search;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import dev.twinset.vision.memory.OffHeap;
import dev.twinset.vision.network.Dnnl;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Float products of a group of queries with tiles of rows, by oneDNN, or by OpenBLAS where oneDNN cannot be used. One
 * thread at a time; its scratch memory is native and goes with {@link #close()}.
 */
final class Products implements AutoCloseable {
    /**
     * Rows of a tile, so that tile and products stay in a core's own cache. A part of {@link RowBounds#ROWS}: no tile
     * is in two stretches.
     */
    static final int TILE = 1024;

    private static final boolean ONE_DNN = Dnnl.isUsable();

    private final OffHeap memory = new OffHeap();
    private final int dimension;
    private final boolean oneDnn;
    private final int queryCount;
    private final FloatPointer queries;
    private final FloatPointer products;
    private final IntBuffer result;

    Products(int dimension, List<float[]> vectors) {
        this(dimension, vectors, ONE_DNN);
    }

    Products(int dimension, List<float[]> vectors, boolean oneDnn) {
        this.dimension = dimension;
        this.oneDnn = oneDnn;
        if (!oneDnn) {
            // one search, one core: the others are decoding meanwhile
            blas_set_num_threads(1);
        }
        queryCount = vectors.size();
        queries = memory.floats((long) queryCount * dimension);
        products = memory.floats((long) queryCount * TILE);
        FloatBuffer copy = queries.asBuffer();
        vectors.forEach(copy::put);
        result = products.asByteBuffer().asIntBuffer();
    }

    int dimension() {
        return dimension;
    }

    /** Multiplies {@code count} rows, from row {@code first} on, with every query; see {@link #read}. */
    void multiply(FloatPointer rows, int first, int count) {
        FloatPointer tile = rows.getPointer((long) first * dimension);
        if (oneDnn) {
            Dnnl.multiplyTransposed(queries, queryCount, tile, count, dimension, products, TILE);
        } else {
            multiplyByOpenBlas(tile, count);
        }
    }

    private void multiplyByOpenBlas(FloatPointer tile, int count) {
        cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasTrans,
                queryCount,
                count,
                dimension,
                1f,
                queries,
                dimension,
                tile,
                dimension,
                0f,
                products,
                TILE);
    }

    /** Copies the products of one query with the last tile, as the bits of floats. */
    void read(int query, int[] into, int count) {
        result.get(query * TILE, into, 0, count);
    }

    @Override
    public void close() {
        memory.close();
    }
}
