package dev.twinset.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class UnionFindTest {
    @Test
    void whatWasNeverJoinedIsAGroupOfItsOwn() {
        assertThat(new UnionFind(4).groups()).containsExactly(0, 1, 2, 3);
    }

    /** Against a walk from row to row over all joined pairs. */
    @Test
    void groupsAreWhatCanBeReachedByJoinedPairs() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int rows = 60;
            boolean[][] joined = new boolean[rows][rows];
            UnionFind union = new UnionFind(rows);
            for (int pair = 0; pair < 45; pair++) {
                int one = random.nextInt(rows);
                int other = random.nextInt(rows);
                joined[one][other] = true;
                joined[other][one] = true;
                union.join(one, other);
            }
            int[] groups = union.groups();
            for (int row = 0; row < rows; row++) {
                BitSet reached = reached(row, joined);
                for (int other = 0; other < rows; other++) {
                    assertThat(groups[row] == groups[other])
                            .as("seed %d, %d and %d", seed, row, other)
                            .isEqualTo(reached.get(other));
                }
            }
            assertThat(Arrays.stream(groups).distinct().count()).isBetween(2L, 59L);
        }
    }

    private static BitSet reached(int from, boolean[][] joined) {
        BitSet reached = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        open.add(from);
        while (!open.isEmpty()) {
            int row = open.remove();
            if (!reached.get(row)) {
                reached.set(row);
                for (int other = 0; other < joined.length; other++) {
                    if (joined[row][other]) {
                        open.add(other);
                    }
                }
            }
        }
        return reached;
    }
}
