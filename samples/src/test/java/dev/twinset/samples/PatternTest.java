package dev.twinset.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class PatternTest {
    private static final Color BASE = new Color(20, 40, 120);
    private static final Color SECOND = new Color(230, 220, 40);

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
    void aPatternShowsMoreThanItsBase(Pattern pattern) {
        int[] pixels = painted(pattern, 1);
        assertThat(Arrays.stream(pixels).distinct().count()).isGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource(names = "PLAIN")
    void plainIsOnlyTheBase(Pattern pattern) {
        assertThat(painted(pattern, 1)).containsOnly(BASE.getRGB());
    }

    @ParameterizedTest
    @EnumSource
    void aPatternIsTheSameFromTheSameRandomNumbers(Pattern pattern) {
        assertThat(painted(pattern, 4)).isEqualTo(painted(pattern, 4));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
    void aPatternVariesWithTheRandomNumbers(Pattern pattern) {
        assertThat(painted(pattern, 4)).isNotEqualTo(painted(pattern, 5));
    }

    private static int[] painted(Pattern pattern, long seed) {
        BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(pattern.paint(BASE, SECOND, RandomSource.of(seed, 0)));
        graphics.fillRect(0, 0, 100, 100);
        graphics.dispose();
        return image.getRGB(0, 0, 100, 100, null, 0, 100);
    }
}
