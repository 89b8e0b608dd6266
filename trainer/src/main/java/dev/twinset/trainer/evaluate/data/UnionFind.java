package dev.twinset.trainer.evaluate.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Joins rows to groups; a group is known by one of its rows. */
final class UnionFind {
    private final int[] parents;

    UnionFind(int rows) {
        parents = IntStream.range(0, rows).toArray();
    }

    void join(int one, int other) {
        parents[root(one)] = root(other);
    }

    /** For each row the number of its group. */
    int[] groups() {
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
