package dev.twinset.worker.search;

import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exact top-k of a group of queries over any number of rows, in memory that does not grow with them.
 *
 * <p>The float product of a row with a query is only an estimate: it depends on how the library blocks the work. So a
 * row whose estimate could, within the error of float products, reach the worst of the best k so far is scored again by
 * {@link Cosine}, and that score alone decides. With n rows in random order that happens about k*ln(n/k) times for each
 * query; rows beyond that are near ties. A threshold of the query bounds the estimates from the first row on, and a
 * filter takes rows out before their estimates are looked at.
 *
 * <p>Where rows have {@link RowBounds}, these are looked at in place of estimates. Estimates are closer, so the first
 * rows are multiplied in full: thresholds are high soon.
 */
final class TopKScan implements AutoCloseable {
    /** Accepted rows of a word from which on all its estimates are compared before the bits. */
    private static final int DENSE = 24;

    /** Rows of a tile that are found from which on the best are looked for first. */
    private static final int MANY_FOUND = 48;

    /**
     * Bounds are given up if more than one row of so many passes them, of a single query and of many: a row costs less
     * in a product for many.
     */
    private static final int PASSING_ONE = 8;

    private static final int PASSING_MANY = 64;

    /** Bounded rows that may pass at that rate anyway: thresholds still rise. */
    private static final int FREE_TO_PASS = 4 * RowBounds.ROWS;

    private final List<Ask> asks;
    private final float error;
    private final Products products;
    private final TileFilters filters;
    private final int[] filterOf;
    private final float[] cuts;
    private final Estimates estimates;
    private final float[] row;
    private @Nullable Products heads;
    private boolean bounded;
    private long rowsSeen;
    private long rowsBounded;
    private long passed;
    /** So that no compiler leaves the reading out. */
    @SuppressWarnings("UnusedVariable")
    private float touched;

    TopKScan(int dimension, List<Ask> asks) {
        this.asks = asks;
        error = Cosine.productError(dimension);
        products = new Products(dimension, asks.stream().map(Ask::vector).toList());
        filters = new TileFilters(asks, Products.TILE);
        filterOf = asks.stream().mapToInt(ask -> filters.number(ask.filter())).toArray();
        cuts = new float[asks.size()];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = cut(asks.get(i).threshold());
        }
        estimates = new Estimates();
        row = new float[dimension];
    }

    void scan(Rows rows) {
        try {
            for (int first = 0; first < rows.count(); first += Products.TILE) {
                scan(rows, first, Math.min(Products.TILE, rows.count() - first));
            }
        } finally {
            Reference.reachabilityFence(rows);
        }
    }

    @Override
    public void close() {
        products.close();
        if (heads != null) {
            heads.close();
        }
    }

    private void scan(Rows rows, int first, int count) {
        RowBounds bounds = isWorthBounds() ? rows.bounds(first, row.length) : RowBounds.NONE;
        bounded = bounds.width() > 0;
        Products used = bounded ? heads(bounds.width()) : products;
        used.multiply(bounded ? bounds.heads() : rows.pointer(), bounded ? first % RowBounds.ROWS : first, count);
        rowsSeen += count;
        rowsBounded += bounded ? count : 0;
        filters.tile(rows, first, count);
        for (int query = 0; query < cuts.length; query++) {
            estimates.read(used, query, count);
            if (filterOf[query] < 0 || !filters.isMarked(filterOf[query])) {
                select(query, rows, first, count);
            } else {
                selectAccepted(query, rows, first, count);
            }
        }
    }

    /** Copies of one image, or a query for thousands of items, leave bounds little to rule out. */
    private boolean isWorthBounds() {
        int oneOf = Math.min(PASSING_MANY, PASSING_ONE * cuts.length);
        return rowsSeen >= RowBounds.ROWS && passed <= (FREE_TO_PASS + rowsBounded) * cuts.length / oneOf;
    }

    private Products heads(int width) {
        if (heads == null || heads.dimension() != width) {
            if (heads != null) {
                heads.close();
            }
            heads = new Products(
                    width,
                    asks.stream()
                            .map(ask -> RowBounds.head(ask.vector(), width))
                            .toList());
        }
        return heads;
    }

    private void select(int query, Rows rows, int first, int count) {
        float below = Float.POSITIVE_INFINITY;
        int found = estimates.find(cuts[query], count);
        if (found > MANY_FOUND) {
            // the best first: after them the cut is high, and few others are scored
            float high = estimates.high(count);
            rescore(query, rows, first, estimates.find(high, count), below);
            below = high;
            found = estimates.find(cuts[query], count);
        }
        rescore(query, rows, first, found, below);
    }

    /**
     * Those of the estimates that were found that are still below one value and reach the cut, which rises meanwhile.
     */
    private void rescore(int query, Rows rows, int first, int found, float below) {
        if (bounded) {
            for (int i = 0; i < found; i++) {
                touched += rows.touch(first + estimates.place(i), row.length);
            }
        }
        for (int i = 0; i < found; i++) {
            int place = estimates.place(i);
            float estimate = estimates.at(place);
            if (estimate >= cuts[query] && estimate < below) {
                rescore(query, rows, first + place);
            }
        }
    }

    private void selectAccepted(int query, Rows rows, int first, int count) {
        long[] accepted = filters.accepted(filterOf[query]);
        long flip = asks.get(query).isFallback() ? -1L : 0;
        for (int from = 0; from < count; from += Long.SIZE) {
            long word = accepted[from / Long.SIZE] ^ flip;
            int to = Math.min(count, from + Long.SIZE);
            if (to - from < Long.SIZE) {
                word &= (1L << (to - from)) - 1;
            }
            if (Long.bitCount(word) >= DENSE) {
                for (int i = estimates.next(cuts[query], from, to);
                        i < to;
                        i = estimates.next(cuts[query], i + 1, to)) {
                    if (((word >>> i) & 1) == 1) {
                        rescore(query, rows, first + i);
                    }
                }
                continue;
            }
            for (; word != 0; word &= word - 1) {
                int i = from + Long.numberOfTrailingZeros(word);
                if (estimates.at(i) >= cuts[query]) {
                    rescore(query, rows, first + i);
                }
            }
        }
    }

    private void rescore(int query, Rows rows, int place) {
        Ask ask = asks.get(query);
        if (bounded) {
            passed++;
            rows.read(place, row);
            if (Cosine.estimate(ask.vector(), row) < cuts[query]) {
                return;
            }
        }
        String itemId = rows.ids().at(place);
        if (itemId == null || ask.isItself(itemId)) {
            return;
        }
        int filter = filterOf[query];
        if (filter >= 0 && !filters.isMarked(filter) && filters.accepts(filter, rows, place) == ask.isFallback()) {
            return;
        }
        if (!bounded) {
            rows.read(place, row);
        }
        ask.offer(itemId, Cosine.score(ask.vector(), row), rows, place);
        cuts[query] = cut(ask.threshold());
    }

    private float cut(double threshold) {
        return Cosine.cut(threshold, error);
    }
}
