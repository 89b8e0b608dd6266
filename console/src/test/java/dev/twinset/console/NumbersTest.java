package dev.twinset.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void aCountHasItsNounInTheSingularOnlyForOne() {
        assertThat(Numbers.count(1, "broker")).isEqualTo("1 broker");
        assertThat(Numbers.count(0, "broker")).isEqualTo("0 brokers");
        assertThat(Numbers.count(12_345, "copy", "copies")).isEqualTo("12,345 copies");
    }

    @Test
    void bytesAreGivenInTheLargestUnitThatTheyFill() {
        assertThat(Numbers.bytes(1023)).isEqualTo("1023 bytes");
        assertThat(Numbers.bytes(1024)).isEqualTo("1 KiB");
        assertThat(Numbers.bytes((1 << 20) - 1)).isEqualTo("1023 KiB");
        assertThat(Numbers.bytes(5 << 20)).isEqualTo("5 MiB");
        assertThat(Numbers.bytes(3L << 29)).isEqualTo("1.5 GiB");
        assertThat(Numbers.bytes(80L << 30)).isEqualTo("80 GiB");
    }

    @Test
    void decimalsAndSharesHaveAFixedNumberOfDigits() {
        assertThat(Numbers.decimal(2.0 / 3)).isEqualTo("0.667");
        assertThat(Numbers.percent(0.1234)).isEqualTo("12.3 %");
    }
}
