package dev.twinset.worker.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProductsTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noProductMissesAScoreByMoreThanTheErrorAllows(boolean oneDnn) {
        Random random = new Random(4);
        for (int queries : new int[] {1, 2, 9, 64, 256}) {
            for (int dimension : new int[] {1, 16, 37, 128}) {
                int first = random.nextInt(100);
                int count = queries == 9 ? Products.TILE : 1 + random.nextInt(Products.TILE);
                List<float[]> asked = Stream.generate(() -> unit(random, dimension))
                        .limit(queries)
                        .toList();
                List<float[]> stored = Stream.generate(() -> unit(random, dimension))
                        .limit(first + count)
                        .toList();
                try (Products products = new Products(dimension, asked, oneDnn);
                        FloatPointer rows = new FloatPointer((long) stored.size() * dimension)) {
                    for (int row = 0; row < stored.size(); row++) {
                        rows.position((long) row * dimension).put(stored.get(row), 0, dimension);
                    }
                    products.multiply(rows.position(0), first, count);

                    int[] bits = new int[Products.TILE];
                    for (int query = 0; query < queries; query++) {
                        products.read(query, bits, count);
                        for (int i = 0; i < count; i++) {
                            assertThat((double) Float.intBitsToFloat(bits[i]))
                                    .isCloseTo(Cosine.score(asked.get(query), stored.get(first + i)), within((double)
                                            Cosine.productError(dimension)));
                        }
                    }
                }
            }
        }
    }

    private static float[] unit(Random random, int dimension) {
        double[] vector =
                random.doubles(dimension).map(x -> random.nextGaussian()).toArray();
        double length = Math.sqrt(Arrays.stream(vector).map(x -> x * x).sum());
        float[] unit = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }
}
