package dev.twinset.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SilhouettesTest {
    private static final int VARIANTS = 40;
    private static final int CELLS = 16;

    @ParameterizedTest
    @MethodSource("labels")
    void everyTypeIsDrawnInManyVariantsAndNoneIsBlank(String label) {
        Set<Integer> distinct = new HashSet<>();
        for (int variant = 0; variant < VARIANTS; variant++) {
            int[] pixels = pixels(drawn(label, variant));
            double inked =
                    Arrays.stream(pixels).filter(pixel -> pixel != 0xffffffff).count() / (double) pixels.length;
            assertThat(inked).as("%s, variant %d", label, variant).isBetween(0.01, 0.75);
            distinct.add(Arrays.hashCode(pixels));
        }
        assertThat(distinct).hasSize(VARIANTS);
    }

    @ParameterizedTest
    @MethodSource("labels")
    void aVariantIsTheSameWhenItIsDrawnAgain(String label) {
        assertThat(pixels(drawn(label, 3))).isEqualTo(pixels(drawn(label, 3)));
    }

    @ParameterizedTest
    @MethodSource("labels")
    void aPictureHasShadesOfItsColours(String label) {
        assertThat(Arrays.stream(pixels(drawn(label, 1))).distinct().count()).isGreaterThan(40);
    }

    /** The outlines, without colours and patterns, distinguish most types. */
    @Test
    void aPictureIsMostLikeAnotherOfItsType() {
        List<String> labels = new ArrayList<>();
        List<double[]> outlines = new ArrayList<>();
        for (String label : labels()) {
            for (int variant = 0; variant < 12; variant++) {
                labels.add(label);
                outlines.add(outline(drawn(label, variant)));
            }
        }
        int right = 0;
        for (int i = 0; i < outlines.size(); i++) {
            right += labels.get(nearest(i, outlines)).equals(labels.get(i)) ? 1 : 0;
        }
        assertThat(right / (double) outlines.size()).isGreaterThan(0.7);
    }

    @Test
    void refusesAnUnknownSilhouette() {
        assertThatThrownBy(() -> Silhouettes.named("Hats"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no silhouette [Hats]");
    }

    static List<String> labels() {
        return ArticleType.ALL.stream().map(ArticleType::label).toList();
    }

    private static BufferedImage drawn(String label, int variant) {
        Color base = BaseColour.TEAL.plain();
        Canvas canvas = new Canvas(base, base, BaseColour.ORANGE.plain());
        Silhouettes.named(label).draw(new Sketch(canvas, RandomSource.of(11, variant)));
        return canvas.finished();
    }

    private static int[] pixels(BufferedImage picture) {
        return picture.getRGB(0, 0, Canvas.SIDE, Canvas.SIDE, null, 0, Canvas.SIDE);
    }

    /** How much of each cell of a grid is not white. */
    private static double[] outline(BufferedImage picture) {
        double[] inked = new double[CELLS * CELLS];
        int side = Canvas.SIDE / CELLS;
        for (int y = 0; y < Canvas.SIDE; y++) {
            for (int x = 0; x < Canvas.SIDE; x++) {
                if (picture.getRGB(x, y) != 0xffffffff) {
                    inked[y / side * CELLS + x / side] += 1.0 / (side * side);
                }
            }
        }
        return inked;
    }

    private static int nearest(int of, List<double[]> outlines) {
        int nearest = -1;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < outlines.size(); i++) {
            double distance = distance(outlines.get(of), outlines.get(i));
            if (i != of && distance < least) {
                nearest = i;
                least = distance;
            }
        }
        return nearest;
    }

    private static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return sum;
    }
}
