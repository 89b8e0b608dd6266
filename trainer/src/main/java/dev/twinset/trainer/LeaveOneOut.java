package dev.twinset.trainer;

import dev.twinset.trainer.dataset.CatalogDataset;
import java.util.List;

/**
 * Precision at 5 of the kind, each image looked up among the others of a small set: a cheap judge while training goes
 * on. Images of an unknown kind stay out; copies of the query, and queries that have none of their kind, do not count.
 */
final class LeaveOneOut {
    private static final int NEAREST = 5;
    private static final int KIND = 0;

    private final CatalogDataset data;
    private final int[] rows;
    private final List<float[]> features;

    private LeaveOneOut(CatalogDataset data, int[] rows, List<float[]> features) {
        this.data = data;
        this.rows = rows;
        this.features = features;
    }

    /** @param features unit vectors of the rows */
    static Score precision(CatalogDataset data, int[] rows, List<float[]> features) {
        LeaveOneOut search = new LeaveOneOut(data, rows, features);
        double sum = 0;
        int queries = 0;
        for (int query = 0; query < rows.length; query++) {
            double precision = search.judge(query);
            if (precision >= 0) {
                sum += precision;
                queries++;
            }
        }
        return new Score(queries == 0 ? 0 : sum / queries, queries);
    }

    /** Of one query; negative when it cannot be judged. */
    private double judge(int query) {
        int kind = kind(query);
        if (kind == CatalogDataset.UNKNOWN) {
            return -1;
        }
        float[] best = new float[NEAREST];
        int[] kinds = new int[NEAREST];
        int found = 0;
        boolean answerable = false;
        for (int other = 0; other < rows.length; other++) {
            if (kind(other) == CatalogDataset.UNKNOWN || data.digest(rows[other]) == data.digest(rows[query])) {
                continue;
            }
            answerable |= kind(other) == kind;
            float score = dot(features.get(query), features.get(other));
            if (found == NEAREST && score <= best[NEAREST - 1]) {
                continue;
            }
            int at = Math.min(found, NEAREST - 1);
            for (; at > 0 && best[at - 1] < score; at--) {
                best[at] = best[at - 1];
                kinds[at] = kinds[at - 1];
            }
            best[at] = score;
            kinds[at] = kind(other);
            found = Math.min(NEAREST, found + 1);
        }
        return answerable ? hits(kinds, found, kind) / (double) NEAREST : -1;
    }

    private int kind(int position) {
        return data.label(rows[position], KIND);
    }

    private static int hits(int[] kinds, int found, int kind) {
        int hits = 0;
        for (int i = 0; i < found; i++) {
            hits += kinds[i] == kind ? 1 : 0;
        }
        return hits;
    }

    private static float dot(float[] one, float[] other) {
        float sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
