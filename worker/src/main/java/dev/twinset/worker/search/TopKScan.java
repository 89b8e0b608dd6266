package dev.twinset.worker.search;

import dev.twinset.contract.result.Copies;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;

/**
 * Exact top-k of a group of queries over any number of rows, in memory that does not grow with them.
 *
 * <p>The float product of a row with a query is only an estimate: it depends on how OpenBLAS blocks the work. So a row
 * whose estimate could, within the error of float products, reach the worst of the best k so far is scored again by
 * {@link Cosine}, and that score alone decides. With n rows in random order that happens about k*ln(n/k) times for each
 * query; rows beyond that are near ties.
 */
final class TopKScan implements AutoCloseable {
    private final int dimension;
    private final List<Query> queries;
    private final float error;
    private final Products products;
    private final TopK[] best;
    private final float[] cuts;
    private final float[] estimates;
    private final float[] row;

    TopKScan(int dimension, List<Query> queries) {
        this.dimension = dimension;
        this.queries = queries;
        error = Cosine.productError(dimension);
        products = new Products(dimension, queries);
        best = new TopK[queries.size()];
        Arrays.setAll(best, i -> new TopK(queries.get(i).options().limit()));
        cuts = new float[queries.size()];
        Arrays.fill(cuts, Float.NEGATIVE_INFINITY);
        estimates = new float[products.tileRows()];
        row = new float[dimension];
    }

    void scan(Rows rows) {
        try {
            for (int first = 0; first < rows.count(); first += products.tileRows()) {
                scan(rows, first, Math.min(products.tileRows(), rows.count() - first));
            }
        } finally {
            Reference.reachabilityFence(rows);
        }
    }

    private void scan(Rows rows, int first, int count) {
        products.multiply(rows.pointer(), first, count);
        for (int query = 0; query < best.length; query++) {
            products.read(query, estimates, count);
            select(query, rows, first, count);
        }
    }

    List<Found> best() {
        return Arrays.stream(best)
                .map(top -> new Found(top.best(), Copies.NONE))
                .toList();
    }

    @Override
    public void close() {
        products.close();
    }

    private void select(int query, Rows rows, int first, int count) {
        float cut = cuts[query];
        for (int i = 0; i < count; i++) {
            if (estimates[i] >= cut) {
                rescore(query, rows, first + i);
                cut = cuts[query];
            }
        }
    }

    private void rescore(int query, Rows rows, int place) {
        String itemId = rows.ids().at(place);
        Query asked = queries.get(query);
        if (itemId == null
                || (asked.itself().isPresent() && asked.itself().get().equals(itemId))) {
            return;
        }
        rows.memory().get(place * dimension, row);
        best[query].offer(itemId, Cosine.score(asked.vector(), row), row);
        cuts[query] = cut(best[query].threshold());
    }

    /** The lowest estimate that can belong to a score of {@code threshold}; scores of -1 are clamped, so all may. */
    private float cut(float threshold) {
        return threshold <= -1 ? Float.NEGATIVE_INFINITY : Math.nextDown(threshold - error);
    }
}
