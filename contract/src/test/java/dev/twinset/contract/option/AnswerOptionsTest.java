package dev.twinset.contract.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerOptionsTest {
    private static final AnswerOptions GROUPED = new AnswerOptions(
            8, OptionalDouble.of(0.25), ItemFilter.parse("gender"), true, Optional.of("brand"), 3, 0.5, true);

    private static AnswerOptions of(Map<String, String> asked) throws RejectedEventException {
        return AnswerOptions.of(asked, AnswerOptions.DEFAULT);
    }

    @Test
    void whatIsNotAskedForIsTheDefault() throws Exception {
        assertThat(of(Map.of())).isEqualTo(AnswerOptions.DEFAULT);
        assertThat(AnswerOptions.of(Map.of(), GROUPED)).isEqualTo(GROUPED);
    }

    @Test
    void everyOptionIsRead() throws Exception {
        Map<String, String> asked = Map.of(
                "limit", "8",
                "scorethreshold", "0.25",
                "filter", "gender",
                "fallback", "true",
                "groupby", "brand",
                "groupsize", "3",
                "diversity", "0.5",
                "why", "true");

        assertThat(asked.keySet()).isEqualTo(AnswerOptions.NAMES);
        assertThat(of(asked)).isEqualTo(GROUPED);
        assertThat(GROUPED.asked()).isEqualTo(asked);
        assertThat(List.copyOf(GROUPED.asked().keySet())).isSorted();
    }

    @Test
    void anEventTakesADefaultBack() throws Exception {
        AnswerOptions read = AnswerOptions.of(
                Map.of("filter", "", "why", "false", "fallback", "false", "diversity", "0", "groupsize", "8"), GROUPED);

        assertThat(read)
                .isEqualTo(new AnswerOptions(
                        8, OptionalDouble.of(0.25), ItemFilter.NONE, false, Optional.of("brand"), 8, 0, false));
    }

    @Test
    void aDefaultGroupSizeGivesWayToASmallerLimit() throws Exception {
        assertThat(AnswerOptions.of(Map.of("limit", "2"), GROUPED).groupSize()).isEqualTo(2);
        assertThat(AnswerOptions.of(Map.of("groupby", "kind"), GROUPED).groupSize())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "limit; 0; a whole number from 1 to 100",
                "limit; 101; a whole number from 1 to 100",
                "limit; 99999999999; a whole number from 1 to 100",
                "limit; -1; a whole number from 1 to 100",
                "limit; +5; a whole number from 1 to 100",
                "limit; 05; a whole number from 1 to 100",
                "limit; 5.0; a whole number from 1 to 100",
                "limit; ' 5'; a whole number from 1 to 100",
                "limit; ٥; a whole number from 1 to 100",
                "limit; ''; a whole number from 1 to 100",
                "scorethreshold; 1.01; a decimal from -1 to 1, such as 0.8",
                "scorethreshold; -1.01; a decimal from -1 to 1, such as 0.8",
                "scorethreshold; NaN; a decimal from -1 to 1, such as 0.8",
                "scorethreshold; '0,8'; a decimal from -1 to 1, such as 0.8",
                "scorethreshold; 0x1p-1; a decimal from -1 to 1, such as 0.8",
                "scorethreshold; 0.5f; a decimal from -1 to 1, such as 0.8",
                "scorethreshold; .5; a decimal from -1 to 1, such as 0.8",
                "scorethreshold; ''; a decimal from -1 to 1, such as 0.8",
                "diversity; 1.1; a decimal from 0 to 1, such as 0.5",
                "diversity; -0.1; a decimal from 0 to 1, such as 0.5",
                "fallback; yes; true or false",
                "fallback; TRUE; true or false",
                "why; 1; true or false",
                "why; ''; true or false",
                "groupby; baseColour; the name of an attribute in lower-case letters and digits",
                "groupby; ''; the name of an attribute in lower-case letters and digits",
                "groupsize; 2; 'a groupby beside it: the attribute whose values are counted'"
            })
    void aBadValueIsRefusedByNameAndWithWhatIsExpected(String name, String value, String expected) {
        assertRejected(Map.of(name, value), name + " is \"" + value + "\", expected " + expected);
    }

    @Test
    void aGroupIsNotLargerThanTheAnswer() {
        assertRejected(
                Map.of("groupby", "brand", "groupsize", "6"),
                "groupsize is \"6\", expected a whole number from 1 to 5, the limit");
        assertRejected(
                Map.of("groupby", "brand", "groupsize", "3", "limit", "2"),
                "groupsize is \"3\", expected a whole number from 1 to 2, the limit");
    }

    @Test
    void aBadFilterIsRefusedWithItsPlace() {
        assertRejected(
                Map.of("filter", "gender, brand"),
                "filter is \"gender, brand\" with \" \" at character 8, expected the name of an attribute in lower-case"
                        + " letters and digits");
    }

    private static void assertRejected(Map<String, String> asked, String detail) {
        assertThatExceptionOfType(RejectedEventException.class)
                .isThrownBy(() -> of(asked))
                .satisfies(e -> assertThat(e.rejection().reason()).isEqualTo(RejectionReason.BAD_OPTION))
                .withMessage(detail);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1.001, 1.001})
    void optionsOutOfRangeCannotBeMade(double bad) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(5, OptionalDouble.of(bad), 1, 0))
                .withMessage("scorethreshold is " + bad + ", expected a number from -1 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(5, OptionalDouble.empty(), 1, bad))
                .withMessage("diversity is " + bad + ", expected a number from 0 to 1");
        assertThatIllegalArgumentException().isThrownBy(() -> options(0, OptionalDouble.empty(), 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> options(101, OptionalDouble.empty(), 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> options(5, OptionalDouble.empty(), 2, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AnswerOptions(
                        5, OptionalDouble.empty(), ItemFilter.NONE, false, Optional.of("Brand"), 1, 0, false));
    }

    private static AnswerOptions options(int limit, OptionalDouble threshold, int groupSize, double diversity) {
        return new AnswerOptions(
                limit, threshold, ItemFilter.NONE, false, Optional.empty(), groupSize, diversity, false);
    }

    @Test
    void whatIsAskedForReadsBack() throws Exception {
        long seed = 20261128;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            int limit = 1 + random.nextInt(100);
            boolean grouped = random.nextBoolean();
            var options = new AnswerOptions(
                    limit,
                    random.nextBoolean() ? OptionalDouble.of(number(random) * 2 - 1) : OptionalDouble.empty(),
                    ItemFilter.parse(List.of("", "gender", "a=b|%2C,-c").get(random.nextInt(3))),
                    random.nextBoolean(),
                    grouped ? Optional.of("brand") : Optional.empty(),
                    grouped ? 1 + random.nextInt(limit) : 1,
                    number(random),
                    random.nextBoolean());
            assertThat(of(options.asked())).as("seed %d, %s", seed, options).isEqualTo(options);
        }
    }

    private static double number(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(11) / 10.0;
            case 1 -> Math.scalb(random.nextDouble(), -random.nextInt(1000));
            case 2 -> -0.0;
            default -> random.nextDouble();
        };
    }
}
