package dev.twinset.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackgroundReplacerTest {
    private static final int SIDE = 24;

    private final BackgroundReplacer backdrop = new BackgroundReplacer(SIDE);

    /** A red ring on a nearly white ground, white inside. */
    private static byte[] ring() {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        Arrays.fill(rgb, (byte) 240);
        for (int y = 6; y < 18; y++) {
            for (int x = 6; x < 18; x++) {
                boolean inside = x >= 9 && x < 15 && y >= 9 && y < 15;
                int at = (y * SIDE + x) * 3;
                rgb[at] = (byte) (inside ? 255 : 200);
                rgb[at + 1] = (byte) (inside ? 255 : 0);
                rgb[at + 2] = (byte) (inside ? 255 : 0);
            }
        }
        return rgb;
    }

    /** Each pixel says where it is: ten times its column, ten times its row, and 99. */
    private static byte[] coordinates() {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            rgb[pixel * 3] = (byte) (pixel % SIDE * 10);
            rgb[pixel * 3 + 1] = (byte) (pixel / SIDE * 10);
            rgb[pixel * 3 + 2] = 99;
        }
        return rgb;
    }

    @Test
    void onlyTheWhiteThatReachesTheEdgeIsReplaced() {
        byte[] rgb = ring();
        Random random = new Random(1);
        int replaced = 0;
        for (int round = 0; round < 200; round++) {
            byte[] changed = backdrop.apply(rgb, coordinates(), random);
            assertThat(rgb).as("what came in").isEqualTo(ring());
            if (changed == rgb) {
                assertThat(backdrop.edge()).containsExactly(255, 255, 255);
                continue;
            }
            replaced++;
            int same = 0;
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                int x = pixel % SIDE;
                int y = pixel / SIDE;
                boolean equal = Arrays.equals(changed, pixel * 3, pixel * 3 + 3, rgb, pixel * 3, pixel * 3 + 3);
                boolean product = x >= 6 && x < 18 && y >= 6 && y < 18;
                if (product) {
                    assertThat(equal).as("product at %d, %d", x, y).isTrue();
                } else {
                    same += equal ? 1 : 0;
                }
            }
            assertThat(same).as("background left").isLessThan(20);
            for (int channel = 0; channel < 3; channel++) {
                // the first corner's colour, give or take the noise
                assertThat((double) (changed[channel] & 255))
                        .isBetween(backdrop.edge()[channel] - 16.0, backdrop.edge()[channel] + 16.0);
            }
        }
        assertThat(replaced).isBetween(60, 100);
    }

    @Test
    void halfOfTheBackgroundsArePiecesOfTheOtherPhotoInOneScale() {
        byte[] rgb = ring();
        Random random = new Random(3);
        int pieces = 0;
        for (int round = 0; round < 200; round++) {
            byte[] changed = backdrop.apply(rgb, coordinates(), random);
            int right = (SIDE - 1) * 3;
            int below = (SIDE - 1) * SIDE * 3;
            if (changed == rgb || changed[2] != 99 || changed[right + 2] != 99 || changed[below + 2] != 99) {
                continue;
            }
            pieces++;
            int width = (changed[right] & 255) - (changed[0] & 255);
            int height = (changed[below + 1] & 255) - (changed[1] & 255);
            assertThat(width / 10).as("columns").isBetween(SIDE * 3 / 10 - 2, SIDE - 1);
            assertThat(height).as("rows").isEqualTo(width);
        }
        assertThat(pieces).isBetween(25, 55);
    }

    @Test
    void aPictureWithoutWhiteEdgesStaysAsItIs() {
        byte[] dark = new byte[SIDE * SIDE * 3];
        dark[(10 * SIDE + 10) * 3] = (byte) 255;
        Random random = new Random(2);
        for (int round = 0; round < 50; round++) {
            assertThat(backdrop.apply(dark, coordinates(), random)).isEqualTo(dark);
        }
    }

    @Test
    void theSameSeedPaintsTheSameBackdrop() {
        byte[] one = backdrop.apply(ring(), coordinates(), replacing()).clone();
        assertThat(backdrop.apply(ring(), coordinates(), replacing()))
                .isEqualTo(one)
                .isNotEqualTo(ring());
    }

    /** A seed whose first number decides for another backdrop. */
    private static Random replacing() {
        for (long seed = 0; ; seed++) {
            if (new Random(seed).nextDouble() < 0.1) {
                return new Random(seed);
            }
        }
    }
}
