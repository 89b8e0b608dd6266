package dev.twinset.worker.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EstimatesTest {
    private final Random random = new Random(3);
    /** A query of one number, 1: the products are the rows themselves. */
    private final Products products = new Products(1, List.of(new float[] {1}));

    private final Estimates estimates = new Estimates();

    @AfterEach
    void close() {
        products.close();
    }

    @Test
    void findsWhatALoopFinds() {
        for (int count : new int[] {1, 5, 64, 1000, Products.TILE - 1, Products.TILE}) {
            for (int turn = 0; turn < 50; turn++) {
                float[] values = read(count, turn);
                // one that an estimate reaches exactly, negative ones, and one that none reaches
                for (float cut : new float[] {
                    values[random.nextInt(count)],
                    random.nextFloat(),
                    -random.nextFloat(),
                    0,
                    Float.MIN_VALUE,
                    0.99f,
                    2f
                }) {
                    assertThat(found(cut, count))
                            .as("%d values, cut %s", count, cut)
                            .containsExactlyInAnyOrderElementsOf(loop(values, cut));
                }
                assertThat(found(Float.NEGATIVE_INFINITY, count)).hasSize(count);
            }
        }
    }

    @Test
    void someReachTheHighValueAndFewDo() {
        for (int turn = 0; turn < 100; turn++) {
            float[] values = read(Products.TILE, turn);
            assertThat(loop(values, estimates.high(Products.TILE))).hasSizeBetween(16, 64);
        }
        float[] few = read(10, 0);
        assertThat(loop(few, estimates.high(10))).hasSize(10);
    }

    private float[] read(int count, int turn) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            // as scores of vectors: around 0, and between -1 and 1
            values[i] = (float) Math.tanh((turn % 2 == 0 ? 0.3 : 1) * random.nextGaussian());
        }
        if (turn % 5 == 0) {
            values[random.nextInt(count)] = -0f;
        }
        try (FloatPointer rows = new FloatPointer(values)) {
            products.multiply(rows, 0, count);
        }
        estimates.read(products, 0, count);
        return values;
    }

    private List<Integer> found(float cut, int count) {
        List<Integer> found = new ArrayList<>();
        for (int i = estimates.find(cut, count) - 1; i >= 0; i--) {
            found.add(estimates.place(i));
        }
        return found;
    }

    private static List<Integer> loop(float[] values, float cut) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] >= cut) {
                found.add(i);
            }
        }
        return found;
    }
}
