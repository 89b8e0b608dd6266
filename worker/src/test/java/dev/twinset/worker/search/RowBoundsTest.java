package dev.twinset.worker.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RowBoundsTest {
    private final Random random = new Random(5);

    @Test
    void noScoreIsAboveItsBound() {
        for (double fall : new double[] {3, 4, 6}) {
            int dimension = 48 + random.nextInt(100);
            FloatBuffer rows = rows(dimension, fall);
            RowBounds bounds = RowBounds.of(rows, dimension, 0);
            assertThat(bounds.width()).isBetween(16, dimension / 2);
            float[] row = new float[dimension];
            for (int asked = 0; asked < 100; asked++) {
                float[] query = unit(dimension, fall);
                if (asked % 2 == 0) { // in the direction in which the bound is reached
                    rows.get(asked * dimension, query);
                }
                float[] asks = RowBounds.head(query, bounds.width());
                float[] products = new float[RowBounds.ROWS];
                for (int i = 0; i < products.length; i++) {
                    for (int j = 0; j < bounds.width(); j++) {
                        products[i] += asks[j] * bounds.heads().get((long) i * bounds.width() + j);
                    }
                }
                for (int i = 0; i < products.length; i++) {
                    rows.get(i * dimension, row);
                    assertThat(products[i])
                            .isGreaterThanOrEqualTo(
                                    Cosine.cut(Cosine.score(query, row), Cosine.productError(dimension)));
                }
            }
        }
    }

    @Test
    void aRestIsNeverShorterThanItIs() {
        for (int i = 0; i < 2000; i++) {
            float[] vector = unit(20, 3);
            float scale = i % 2 == 0 ? 1 : 1e-40f;
            BigDecimal square = BigDecimal.ZERO;
            for (int j = 7; j < vector.length; j++) {
                vector[j] *= scale;
                square = square.add(new BigDecimal(vector[j]).pow(2));
            }
            float[] head = RowBounds.head(vector, 8);
            float rest = head[7];
            assertThat(Arrays.copyOf(head, 7)).isEqualTo(Arrays.copyOf(vector, 7));
            assertThat(new BigDecimal(rest).pow(2)).isGreaterThanOrEqualTo(square);
            assertThat(rest)
                    .isLessThanOrEqualTo(1.000001f * (float) Math.sqrt(square.doubleValue()) + 8 * Float.MIN_VALUE);
        }
        assertThat(RowBounds.head(new float[] {1, 0, 0}, 2)).containsExactly(1, 0);
    }

    @Test
    void rowsWhoseFirstAxesHoldTooLittleHaveNone() {
        assertThat(RowBounds.of(rows(128, 0), 128, 0)).isSameAs(RowBounds.NONE);
        assertThat(RowBounds.of(rows(47, 6), 47, 0)).isSameAs(RowBounds.NONE);
        assertThat(RowBounds.of(rows(48, 6), 48, 0).width()).isEqualTo(16);
        FloatBuffer broken = rows(128, 6);
        broken.put(16 * 128 + 5, Float.NaN);
        assertThat(RowBounds.of(broken, 128, 0)).isSameAs(RowBounds.NONE);
    }

    private FloatBuffer rows(int dimension, double fall) {
        FloatBuffer rows = FloatBuffer.allocate(RowBounds.ROWS * dimension);
        while (rows.hasRemaining()) {
            rows.put(unit(dimension, fall));
        }
        return rows;
    }

    private float[] unit(int dimension, double fall) {
        double[] drawn = new double[dimension];
        double square = 0;
        for (int i = 0; i < dimension; i++) {
            drawn[i] = random.nextGaussian() * Math.exp(-fall * i / dimension);
            square += drawn[i] * drawn[i];
        }
        float[] unit = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            unit[i] = (float) (drawn[i] / Math.sqrt(square));
        }
        return unit;
    }
}
