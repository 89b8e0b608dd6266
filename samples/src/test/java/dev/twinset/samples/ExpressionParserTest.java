package dev.twinset.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpressionParserTest {
    private static final Color BASE = new Color(10, 20, 30);
    private static final Color TRIM = new Color(200, 210, 220);

    private final Sketch sketch = sketch(1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1+2*3 | 7",
                "(1+2)*3 | 9",
                "7-2-1 | 4",
                "12/2/3 | 2",
                "7%4*2 | 6",
                "-2+5 | 3",
                "--2 | 2",
                "2*-3 | -6",
                "!0+!5 | 1",
                "1+1==2 | 1",
                "2<1 | 0",
                "2>1 | 1",
                "1&0 | 0",
                "1&2<3 | 1",
                "0?1:0?2:3 | 3",
                "1?2:1/0 | 2",
                "1.5 * 4 | 6",
                "min(3, 2) | 2",
                "abs(-4) | 4",
                "whole(4.9) | 4",
                "sin(30) | 0.5",
                "cos(60) | 0.5"
            })
    void operatorsBindAsTheirDescriptionSays(String text, double expected) {
        assertThat(value(text)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void namesAreValuesOfThePicture() {
        sketch.set("width", 12.0);
        assertThat(value("width/2+1")).isEqualTo(7);
        assertThatThrownBy(() -> value("height")).hasMessage("height has no value yet");
    }

    @Test
    void aRangeIsARandomNumberFromOneEndToTheOther() {
        RandomSource same = RandomSource.of(1, 1);
        assertThat(value("2+1..2*3")).isEqualTo(same.between(3.0, 6.0));
        for (int i = 0; i < 200; i++) {
            assertThat(value("-2..5")).isBetween(-2.0, 5.0);
            assertThat(value("int(3,6)")).isIn(3.0, 4.0, 5.0, 6.0);
        }
    }

    @Test
    void onlyTheBranchThatIsTakenUsesUpRandomNumbers() {
        RandomSource same = RandomSource.of(1, 1);
        value("1 ? 5 : 1..2");
        value("0 & chance(0.5)");
        assertThat(value("0..1")).isEqualTo(same.between(0.0, 1.0));
    }

    @Test
    void operandsAreEvaluatedFromLeftToRight() {
        RandomSource same = RandomSource.of(1, 1);
        double first = same.between(0.0, 1.0);
        double second = same.between(0.0, 1.0);
        assertThat(value("(0..1) - (0..1)")).isEqualTo(first - second);
    }

    @Test
    void aColourIsAValueToo() {
        assertThat(colour("#12ab9F")).isEqualTo(new Color(0x12, 0xab, 0x9f));
        assertThat(colour("base")).isEqualTo(BASE);
        assertThat(colour("0 ? base : trim")).isEqualTo(TRIM);
        assertThat(colour("gold")).isEqualTo(BaseColour.GOLD.plain());
        assertThat(colour("darker(trim, 0.5)")).isEqualTo(Shade.darker(TRIM, 0.5));
        assertThat(colour("lighter(base, 0.2)")).isEqualTo(Shade.lighter(BASE, 0.2));
        assertThat(colour("mixed(base, trim, 0.3)")).isEqualTo(Shade.mixed(BASE, TRIM, 0.3));
        assertThat(colour("shadow(0.25)")).isEqualTo(new Color(0, 0, 0, 64));
        assertThat(colour("shine(1)")).isEqualTo(Color.WHITE);
        assertThat(value("light(#ffffff)")).isCloseTo(1, within(1e-12));
        assertThat(ArticleType.CLOTH).extracting(BaseColour::plain).contains(colour("colour()"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1+ | is not an operand",
                "'' | is not an operand",
                "(1 | where \")\" is expected",
                "1?2 | where \":\" is expected",
                "1 2 | \"2\" is not expected in \"1 2\"",
                "1..2..3 | \"..\" is not expected",
                "min(1) | where \",\" is expected",
                "min(1,2,3) | where \")\" is expected",
                "size(1) | there is no function size",
                "#12 | is not an operand",
                "3$ | \"$\" is not expected"
            })
    void refusesTextThatIsNotAnExpression(String text, String sentence) {
        assertThatThrownBy(() -> ExpressionParser.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    static Sketch sketch(long seed) {
        return new Sketch(new Canvas(BASE, BASE, TRIM), RandomSource.of(seed, 1));
    }

    private double value(String text) {
        return ExpressionParser.parse(text).in(sketch);
    }

    private Color colour(String text) {
        return Sketch.colour(value(text));
    }
}
