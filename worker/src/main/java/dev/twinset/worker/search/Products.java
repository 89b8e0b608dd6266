package dev.twinset.worker.search;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Float products of a group of queries with tiles of rows, by OpenBLAS. One thread at a time; its scratch memory is
 * native and goes with {@link #close()}.
 */
final class Products implements AutoCloseable {
    /** Products of one tile: half a megabyte, so that tile, queries and products stay in a core's own cache. */
    private static final int TILE_PRODUCTS = 1 << 17;

    private final int dimension;
    private final int queryCount;
    private final int tileRows;
    private final FloatPointer queries;
    private final FloatPointer products;
    private final FloatBuffer result;

    Products(int dimension, List<float[]> vectors) {
        this.dimension = dimension;
        queryCount = vectors.size();
        tileRows = Math.min(RowBounds.ROWS, Integer.highestOneBit(Math.max(1, TILE_PRODUCTS / queryCount)));
        queries = new FloatPointer((long) queryCount * dimension);
        products = new FloatPointer((long) queryCount * tileRows);
        FloatBuffer copy = queries.asBuffer();
        vectors.forEach(copy::put);
        result = products.asBuffer();
    }

    int dimension() {
        return dimension;
    }

    /** A power of two, so that no tile is in two stretches of {@link RowBounds}. */
    int tileRows() {
        return tileRows;
    }

    /** Multiplies {@code count} rows, from row {@code first} on, with every query; see {@link #read}. */
    void multiply(FloatPointer rows, int first, int count) {
        FloatPointer tile = rows.getPointer((long) first * dimension);
        if (queryCount == 1) {
            cblas_sgemv(
                    CblasRowMajor, CblasNoTrans, count, dimension, 1f, tile, dimension, queries, 1, 0f, products, 1);
            return;
        }
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
                tileRows);
    }

    /** Copies the products of one query with the last tile. */
    void read(int query, float[] into, int count) {
        result.get(query * tileRows, into, 0, count);
    }

    @Override
    public void close() {
        queries.close();
        products.close();
    }
}
