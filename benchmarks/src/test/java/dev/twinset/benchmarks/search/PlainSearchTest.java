package dev.twinset.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.benchmarks.UnitVectors;
import dev.twinset.worker.search.Query;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlainSearchTest {
    private static final int DIMENSION = 16;

    private final Random random = new Random(3);

    @Test
    void thePeerFindsWhatComparingAllPairsFinds() {
        float[][] vectors = Stream.generate(this::vector).limit(300).toArray(float[][]::new);
        List<Query> queries = Stream.generate(() -> new Query(vector(), Optional.empty()))
                .limit(7)
                .toList();
        try (PlainSearch search = new PlainSearch(vectors, queries)) {
            int[][] found = search.search();

            assertThat(found).hasDimensions(7, PlainSearch.K);
            for (int query = 0; query < queries.size(); query++) {
                assertThat(found[query])
                        .containsExactlyInAnyOrder(
                                best(vectors, queries.get(query).vector()));
            }
        }
    }

    @Test
    void fewerItemsThanAskedForAreAllFound() {
        float[][] vectors = {vector(), vector()};
        try (PlainSearch search = new PlainSearch(vectors, List.of(new Query(vector(), Optional.empty())))) {
            assertThat(search.search()[0]).containsExactlyInAnyOrder(0, 1);
        }
    }

    private float[] vector() {
        return UnitVectors.random(random, DIMENSION);
    }

    private static int[] best(float[][] vectors, float[] query) {
        return IntStream.range(0, vectors.length)
                .boxed()
                .sorted(Comparator.comparingDouble(item -> -product(vectors[item], query)))
                .limit(PlainSearch.K)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double product(float[] a, float[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }
}
