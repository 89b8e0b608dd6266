package dev.twinset.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AugmentationTest {
    private static final int SIDE = 32;

    private static final byte[] GREY = grey();

    private final Augmentation augmentation = new Augmentation(SIDE);

    private static byte[] grey() {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        Arrays.fill(rgb, (byte) 90);
        return rgb;
    }

    @Test
    void valuesStayBetweenZeroAndOne() {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        new Random(1).nextBytes(rgb);
        Random random = new Random(2);
        for (int round = 0; round < 50; round++) {
            for (float value : augmentation.apply(rgb, GREY, random)) {
                assertThat(value).isBetween(0f, 1f);
            }
        }
    }

    @Test
    void whatComesInFromOutsideIsWhite() {
        byte[] black = new byte[SIDE * SIDE * 3];
        Random random = new Random(3);
        double brightest = 0;
        for (int round = 0; round < 50; round++) {
            for (float value : augmentation.apply(black, GREY, random)) {
                brightest = Math.max(brightest, value);
            }
        }
        assertThat(brightest).isGreaterThan(0.5);
    }

    @Test
    void theProductStaysAboutWhereItWas() {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        Arrays.fill(rgb, (byte) 255);
        for (int y = 8; y < 24; y++) {
            Arrays.fill(rgb, (y * SIDE + 8) * 3, (y * SIDE + 24) * 3, (byte) 0);
        }
        Random random = new Random(4);
        int onWhite = 0;
        for (int round = 0; round < 200; round++) {
            float[] changed = augmentation.apply(rgb, GREY, random);
            assertThat(changed[(16 * SIDE + 16) * 3]).isLessThan(0.2f);
            int corner = (2 * SIDE + 2) * 3;
            onWhite += Math.min(changed[corner], Math.min(changed[corner + 1], changed[corner + 2])) > 0.8 ? 1 : 0;
        }
        assertThat(onWhite).as("the others have another background").isBetween(100, 145);
    }

    /** As a shop does that makes a square of its photo: margins on two sides, or two sides cut off. */
    @Test
    void manyArePaddedOrCroppedToTheSquare() {
        byte[] black = new byte[SIDE * SIDE * 3];
        Random random = new Random(6);
        int padded = 0;
        for (int round = 0; round < 1000; round++) {
            float[] changed = augmentation.apply(black, GREY, random);
            int middle = SIDE / 2 * SIDE;
            boolean sides = changed[middle * 3] > 0.5 && changed[(middle + SIDE - 1) * 3] > 0.5;
            boolean ends = changed[SIDE / 2 * 3] > 0.5 && changed[((SIDE - 1) * SIDE + SIDE / 2) * 3] > 0.5;
            padded += sides != ends ? 1 : 0;
        }
        assertThat(padded).as("on two sides only").isBetween(40, 90);
    }

    @Test
    void halfOfAllAreMirrored() {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int y = 0; y < SIDE; y++) {
            Arrays.fill(rgb, y * SIDE * 3, (y * SIDE + SIDE / 2) * 3, (byte) 255);
        }
        Random random = new Random(5);
        int mirrored = 0;
        for (int round = 0; round < 200; round++) {
            float[] changed = augmentation.apply(rgb, GREY, random);
            mirrored += changed[(16 * SIDE + 6) * 3] < changed[(16 * SIDE + 26) * 3] ? 1 : 0;
        }
        assertThat(mirrored).isBetween(70, 130);
    }

    @Test
    void theSameSeedChangesInTheSameWay() {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        new Random(1).nextBytes(rgb);
        float[] one = augmentation.apply(rgb, GREY, new Random(9)).clone();
        assertThat(augmentation.apply(rgb, GREY, new Random(9))).isEqualTo(one);
        assertThat(augmentation.apply(rgb, GREY, new Random(10))).isNotEqualTo(one);
    }
}
