package dev.twinset.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ChartLabelTest {
    @Test
    void aLabelIsOneLineThatIsNeverEmpty() {
        assertThat(ChartLabel.drawn("Casual\tShoes\n")).isEqualTo("Casual Shoes");
        assertThat(ChartLabel.drawn(" \n")).isEqualTo("–");
    }

    @Test
    void aLongLabelIsCutBetweenCharacters() {
        assertThat(ChartLabel.drawn("x".repeat(32))).isEqualTo("x".repeat(32));
        assertThat(ChartLabel.drawn("👟".repeat(33))).isEqualTo("👟".repeat(32) + "…");
    }

    @Test
    void aLabelIsNeverAFormula() {
        assertThat(ChartLabel.drawn("$x$")).isEqualTo("$x$ ");
        assertThat(ChartLabel.drawn("5 $ a pair")).isEqualTo("5 $ a pair");
    }
}
