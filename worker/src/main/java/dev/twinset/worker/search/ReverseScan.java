package dev.twinset.worker.search;

import java.lang.ref.Reference;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.function.ToDoubleFunction;

/**
 * Finds the items to which given vectors are at least as similar as a floor of each item. By estimates alone: an item a
 * float product's error below its floor may be found, too.
 */
final class ReverseScan implements AutoCloseable {
    private final float error;
    private final int vectors;
    private final Products products;
    private final Estimates estimates;
    private final float[] cuts;

    ReverseScan(int dimension, List<float[]> vectors) {
        error = Cosine.productError(dimension);
        this.vectors = vectors.size();
        products = new Products(dimension, vectors);
        estimates = new Estimates();
        cuts = new float[Products.TILE];
    }

    /**
     * @param floors of an item; positive infinity for one that is not looked for
     * @param found takes an item and the number of a vector
     */
    void scan(Rows rows, ToDoubleFunction<String> floors, ObjIntConsumer<String> found) {
        try {
            for (int first = 0; first < rows.count(); first += Products.TILE) {
                scan(rows, first, Math.min(Products.TILE, rows.count() - first), floors, found);
            }
        } finally {
            Reference.reachabilityFence(rows);
        }
    }

    private void scan(Rows rows, int first, int count, ToDoubleFunction<String> floors, ObjIntConsumer<String> found) {
        boolean any = false;
        for (int i = 0; i < count; i++) {
            String itemId = rows.ids().at(first + i);
            cuts[i] = itemId == null ? Float.POSITIVE_INFINITY : Cosine.cut(floors.applyAsDouble(itemId), error);
            any |= cuts[i] < Float.POSITIVE_INFINITY;
        }
        if (!any) {
            return;
        }
        products.multiply(rows.pointer(), first, count);
        for (int vector = 0; vector < vectors; vector++) {
            estimates.read(products, vector, count);
            for (int i = 0; i < count; i++) {
                if (estimates.at(i) >= cuts[i]) {
                    String itemId = rows.ids().at(first + i);
                    if (itemId != null) {
                        found.accept(itemId, vector);
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        products.close();
    }
}
