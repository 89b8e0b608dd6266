package dev.twinset.trainer.dataset;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Joins rows to groups; a group is known by one of its rows. */
public final class UnionFind {
    private final int[] parents;

    public UnionFind(int rows) {
        parents = IntStream.range(0, rows).toArray();
    }

    public void join(int one, int other) {
        parents[root(one)] = root(other);
    }

    /** For each row the number of its group. */
    public int[] groups() {
        return Arrays.stream(parents).map(this::root).toArray();
    }

    private int root(int row) {
        int root = row;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }
}
