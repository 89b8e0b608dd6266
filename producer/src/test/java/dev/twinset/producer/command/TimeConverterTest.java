package dev.twinset.producer.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class TimeConverterTest {
    private final TimeConverter converter =
            new TimeConverter(Clock.fixed(Instant.parse("2026-11-26T15:00:00Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-11-26T14:58:30Z",
        "10m, 2026-11-26T14:50:00Z",
        "2h, 2026-11-26T13:00:00Z",
        "3d, 2026-11-23T15:00:00Z",
        "2026-11-25, 2026-11-25T00:00:00Z",
        "2026-11-25T10:00:00+02:00, 2026-11-25T08:00:00Z"
    })
    void timesAreGivenBySpanDateOrInstant(String text, Instant expected) {
        assertThat(converter.convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2", "h", "-2h", "2w", "yesterday", "2026-13-01", "2026-11-25T10:00:00", "99999999999d"})
    void whatIsNoTimeIsToldWithAnExample(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> converter.convert(text))
                .withMessageContaining("expected such as 2h");
    }

    @Test
    void aDurationHasAUnit() {
        assertThat(TimeConverter.duration("5m")).isEqualTo(Duration.ofMinutes(5));
        assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> TimeConverter.duration("5"));
    }
}
