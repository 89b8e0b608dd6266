package dev.twinset.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NumberFormatterTest {
    @Test
    void numbersAreWrittenTheSameWayInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("de", "fr", "ar-EG", "hi-IN-u-nu-deva")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(NumberFormatter.decimal(1234.5678, 2)).isEqualTo("1,234.57");
                assertThat(NumberFormatter.percent(0.125)).isEqualTo("12.5 %");
                assertThat(NumberFormatter.columnWords("articleTYPE Ids")).isEqualTo("article type ids");
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aMissingNumberIsADash() {
        assertThat(NumberFormatter.decimal(Double.NaN, 3)).isEqualTo("–");
        assertThat(NumberFormatter.decimal(Double.POSITIVE_INFINITY, 3)).isEqualTo("–");
        assertThat(NumberFormatter.percent(Double.NaN)).isEqualTo("–");
    }

    @Test
    void ofManyNamesTwentyAreListedAndTheOthersCounted() {
        List<String> names = IntStream.range(0, 25).mapToObj(String::valueOf).toList();
        assertThat(NumberFormatter.some(names, 25)).startsWith("0, 1, 2").endsWith("18, 19 and 5 more");
        assertThat(NumberFormatter.some(names.subList(0, 3), 3)).isEqualTo("0, 1, 2");
        assertThat(NumberFormatter.some(names.subList(0, 3), 1500)).isEqualTo("0, 1, 2 and 1,497 more");
    }
}
