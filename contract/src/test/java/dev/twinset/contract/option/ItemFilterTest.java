package dev.twinset.contract.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.twinset.contract.option.ItemFilter.Term;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ItemFilterTest {
    private static final Map<String, String> WOMENS_SHOE = Map.of("gender", "Women", "kind", "Shoe", "season", "");

    @Test
    void theFourKindsOfTermsAreRead() {
        assertThat(ItemFilter.parse("gender,-brand,kind=Shoe|Boot,season!=Winter")
                        .terms())
                .containsExactly(
                        new Term("gender", false, true, Set.of()),
                        new Term("brand", true, true, Set.of()),
                        new Term("kind", false, false, Set.of("Shoe", "Boot")),
                        new Term("season", true, false, Set.of("Winter")));
    }

    @Test
    void anEmptyTextAsksForNothing() {
        assertThat(ItemFilter.parse("")).isEqualTo(ItemFilter.NONE);
        assertThat(ItemFilter.NONE.toString()).isEmpty();
        assertThat(ItemFilter.NONE.accepts(Map.of())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "gender=Women; true",
                "gender=Men; false",
                "gender=Men|Women; true",
                "gender=women; false",
                "gender!=Men; true",
                "gender!=Men|Women; false",
                "gender=Women,kind=Shoe; true",
                "gender=Women,kind=Boot; false",
                "gender=; false",
                "brand=; false",
                "season=; false",
                "brand=Acme; false",
                "brand!=Acme; true",
                "season!=Winter; true"
            })
    void allTermsMustHold(String filter, boolean accepted) {
        assertThat(ItemFilter.parse(filter).accepts(WOMENS_SHOE)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "gender,-kind; gender=Women,kind!=Shoe",
                "brand,-brand; brand=",
                "season,-season; season=",
                "-brand; ''",
                "kind=Boot,gender; kind=Boot,gender=Women"
            })
    void aResolvedFilterNamesTheAskingItemsValues(String filter, String resolved) {
        assertThat(ItemFilter.parse(filter).resolved(WOMENS_SHOE)).hasToString(resolved);
    }

    @Test
    void aFilterThatIsNotResolvedAcceptsNothing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ItemFilter.parse("gender").accepts(WOMENS_SHOE))
                .withMessageContaining("gender")
                .withMessageContaining("resolved");
    }

    @Test
    void whatSeparatesIsPercentEncodedInValues() {
        ItemFilter filter = ItemFilter.parse("brand=50%25%20off%2C a%7Cb%3d%21%0a|M%C3%BCller|Grün🧥");

        assertThat(filter.terms().get(0).values()).containsExactly("50% off, a|b=!\n", "Müller", "Grün🧥");
        assertThat(filter).hasToString("brand=50%25 off%2C a%7Cb%3D%21%0A|Müller|Grün🧥");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "gender, -brand; \" \" at character 8; name of an attribute",
                "Gender; \"G\" at character 1; lower-case",
                "gender,; its end at character 8; name of an attribute",
                ",gender; \",\" at character 1; name of an attribute",
                "-; its end at character 2; name of an attribute",
                "-brand=Acme; \"=\" at character 7; the end behind \"-brand\"",
                "base-colour=Red; \"-\" at character 5; '!='",
                "gender!Men; \"M\" at character 8; '='",
                "gender!=; its end at character 9; a value",
                "gender=Men|; its end at character 12; a value",
                "gender=|Men; \"|\" at character 8; a value",
                "a=b=c; \"=\" at character 4; percent-encoded",
                "a=Hello!; \"!\" at character 8; percent-encoded",
                "a=50%; \"%\" at character 5; two hexadecimal digits",
                "a=50%2; \"%\" at character 5; two hexadecimal digits",
                "a=50%2x; \"%\" at character 5; two hexadecimal digits",
                "a=b%C3; \"%\" at character 4; UTF-8",
                "a=b%C0%80; \"%\" at character 4; UTF-8",
                "a=b%ED%A0%80; \"%\" at character 4; UTF-8",
                "🧥=x; \"🧥\" at character 1; lower-case"
            })
    void aMalformedFilterIsRefusedWithItsPlace(String filter, String where, String expected) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ItemFilter.parse(filter))
                .withMessageStartingWith("filter is \"" + filter + "\" with " + where + ", expected ")
                .withMessageContaining(expected);
    }

    @Test
    void controlCharactersStandInNoFilterAndInNoMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ItemFilter.parse("a=b\u001b[31m"))
                .withMessage("filter is \"a=b\\u001b[31m\" with \"\\u001b\" at character 4, expected ',', '|', the end,"
                        + " or a value with , | % = ! and control characters percent-encoded");
    }

    @Test
    void aFilterHasItsLimits() {
        String terms = "a=1,".repeat(31) + "a=1";
        String values = "a=" + values(64);

        assertThat(ItemFilter.parse(terms).terms()).hasSize(32);
        assertThat(ItemFilter.parse(values).terms().get(0).values()).hasSize(64);
        assertThat(ItemFilter.parse("a=" + "b".repeat(998)).terms()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ItemFilter.parse(terms + ",a=1"))
                .withMessageContaining("at most 32 terms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ItemFilter.parse(values + "|x"))
                .withMessageContaining("at most 64 values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ItemFilter.parse("a=" + "b".repeat(999)))
                .withMessage("filter is 1001 characters, expected at most 1000");
    }

    private static String values(int count) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add("v" + i);
        }
        return String.join("|", values);
    }

    @Test
    void theFilterOfAnAnswerIsAsLongAsTheItemsValues() {
        ItemFilter resolved = ItemFilter.parse("text").resolved(Map.of("text", "%".repeat(2000)));

        assertThat(ItemFilter.parseResolved(resolved.toString())).isEqualTo(resolved);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Gender", "a-b"})
    void aTermIsCheckedHoweverItIsMade(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Term(name, false, false, Set.of("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Term("a", false, false, Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Term("a", true, false, Set.of("")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Term("a", false, false, Set.of("", "x")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Term("a", false, true, Set.of("x")));
    }

    @Test
    void everyFilterReadsBackAndAcceptsWhatAPlainReadingOfItAccepts() {
        long seed = 20261128;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            ItemFilter filter = filter(random);
            Map<String, String> asking = item(random);
            Map<String, String> item = item(random);
            assertThat(ItemFilter.parseResolved(filter.toString()))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(filter);
            ItemFilter resolved = filter.resolved(asking);
            assertThat(ItemFilter.parseResolved(resolved.toString())).isEqualTo(resolved);
            assertThat(resolved.accepts(item))
                    .as("seed %d, round %d: %s asked by %s of %s", seed, i, filter, asking, item)
                    .isEqualTo(filter.terms().stream().allMatch(term -> holds(term, asking, item)));
        }
    }

    private static boolean holds(Term term, Map<String, String> asking, Map<String, String> item) {
        String actual = item.getOrDefault(term.name(), "");
        String mine = asking.getOrDefault(term.name(), "");
        boolean same = term.relative() ? mine.equals(actual) : term.values().contains(actual);
        if (term.relative() && mine.isEmpty()) {
            return term.excludes();
        }
        return (same && !actual.isEmpty()) != term.excludes();
    }

    private static ItemFilter filter(Random random) {
        List<Term> terms = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            boolean relative = random.nextInt(3) == 0;
            Set<String> values = new LinkedHashSet<>();
            for (int some = relative ? 0 : 1 + random.nextInt(3); some > 0; some--) {
                values.add(value(random));
            }
            terms.add(new Term(name(random), random.nextBoolean(), relative, values));
        }
        return new ItemFilter(terms);
    }

    private static Map<String, String> item(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Map.of();
            case 1 -> Map.of(name(random), "");
            default -> Map.of("a", value(random), "b2", value(random));
        };
    }

    private static String name(Random random) {
        return List.of("a", "b2", "c").get(random.nextInt(3));
    }

    private static String value(Random random) {
        return List.of("x", "y", ",", "|=", "100 %", "!", "\n", "é", "🧥\u0085", "%41")
                .get(random.nextInt(10));
    }
}
