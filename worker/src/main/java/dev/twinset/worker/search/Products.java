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

    /** Queries that are multiplied one by one: a product for all copies and orders the rows first, which costs more. */
    private static final int FEW = 8;

    /** Rows of a tile that are still in a core's own cache when the next of a few queries comes. */
    private static final int FEW_ROWS = 1 << 12;

    private final int dimension;
    private final int queryCount;
    private final int tileRows;
    private final FloatPointer queries;
    private final FloatPointer products;
    private final FloatBuffer result;

    Products(int dimension, List<float[]> vectors) {
        this.dimension = dimension;
        queryCount = vectors.size();
        int rows = queryCount > 1 && queryCount <= FEW ? FEW_ROWS : TILE_PRODUCTS / queryCount;
        tileRows = Math.min(RowBounds.ROWS, Integer.highestOneBit(Math.max(1, rows)));
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
        if (queryCount <= FEW) {
            for (int query = 0; query < queryCount; query++) {
                multiplyOne(tile, count, query);
            }
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

    private void multiplyOne(FloatPointer tile, int count, int query) {
        cblas_sgemv(
                CblasRowMajor,
                CblasNoTrans,
                count,
                dimension,
                1f,
                tile,
                dimension,
                queries.getPointer((long) query * dimension),
                1,
                0f,
                products.getPointer((long) query * tileRows),
                1);
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
