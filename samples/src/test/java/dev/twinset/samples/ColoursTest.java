package dev.twinset.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ColoursTest {
    @Test
    void lightnessIsZeroForBlackAndOneForWhite() {
        assertThat(Shade.lightness(Color.BLACK)).isZero();
        assertThat(Shade.lightness(Color.WHITE)).isCloseTo(1, within(1e-9));
        assertThat(Shade.lightness(Color.GREEN)).isGreaterThan(Shade.lightness(Color.BLUE));
    }

    @Test
    void aMixtureIsBetweenItsColours() {
        Color one = new Color(10, 100, 200);
        Color other = new Color(30, 0, 201);
        assertThat(Shade.mixed(one, other, 0)).isEqualTo(one);
        assertThat(Shade.mixed(one, other, 1)).isEqualTo(other);
        assertThat(Shade.mixed(one, other, 0.5)).isEqualTo(new Color(20, 50, 201));
        assertThat(Shade.darker(one, 1)).isEqualTo(Color.BLACK);
        assertThat(Shade.lighter(one, 1)).isEqualTo(Color.WHITE);
        assertThat(Shade.translucent(one, 0.5).getAlpha()).isEqualTo(128);
    }

    @ParameterizedTest
    @EnumSource
    void aDyedColourStaysNearItsName(BaseColour colour) {
        for (int i = 0; i < 50; i++) {
            Color dyed = colour.dyed(RandomSource.of(9, i));
            assertThat(dyed.getRed()).isCloseTo(colour.plain().getRed(), within(24));
            assertThat(dyed.getGreen()).isCloseTo(colour.plain().getGreen(), within(24));
            assertThat(dyed.getBlue()).isCloseTo(colour.plain().getBlue(), within(24));
        }
    }

    @Test
    void aColourIsFoundByItsNameInLowerCase() {
        assertThat(BaseColour.named("navy_blue")).contains(BaseColour.NAVY_BLUE);
        assertThat(BaseColour.named("navy")).isEmpty();
    }
}
