package dev.twinset.contract.option;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.console.fuzz.Fuzz;
import dev.twinset.contract.rejection.RejectedEventException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever text an option has: it reads back as the same option, or is refused as documented. */
final class OptionFuzzTest {
    @Test
    void aFilterIsReadAsItWouldBeWrittenOrRefused() throws InterruptedException {
        Fuzz.of("gender,-brand,kind=Shoe|Boot,season!=Winter|50%25 off%2C", "gender=", "a=Gr\u00fcn|M%C3%BCller")
                .tokens(",", "|", "=", "!=", "-", "%", "%2C", "%C3", "%00", "\u0000", " ", "gender", ",a=1".repeat(40))
                .refusing(IllegalArgumentException.class)
                .run(input -> ItemFilter.parse(new String(input, UTF_8)), filter -> {
                    assertThat(ItemFilter.parseResolved(filter.toString())).isEqualTo(filter);
                    Map<String, String> item = Map.of("gender", "Women", "kind", "Shoe");
                    ItemFilter resolved = filter.resolved(item);
                    resolved.accepts(item);
                    assertThat(ItemFilter.parseResolved(resolved.toString())).isEqualTo(resolved);
                });
    }

    @Test
    void optionsAreReadAsTheyWouldBeWrittenOrRejected() throws InterruptedException {
        Fuzz.of(
                        "limit:8;scorethreshold:0.25;filter:gender;fallback:true",
                        "groupby:brand;groupsize:3;diversity:0.5;why:false",
                        "diversity:1E-7;limit:100")
                .tokens(";", ":", "limit:", "groupsize:", ".", "-", "0", "1", "e9", "true", "NaN", "\u0663", " ")
                .refusing(RejectedEventException.class)
                .run(input -> AnswerOptions.of(asked(input), AnswerOptions.DEFAULT), read -> {
                    assertThat(AnswerOptions.of(read.asked(), AnswerOptions.DEFAULT))
                            .isEqualTo(read);
                    assertThat(AnswerOptions.of(Map.of(), read)).isEqualTo(read);
                    AnswerOptions.of(Map.of("limit", "1"), read);
                });
    }

    private static Map<String, String> asked(byte[] input) {
        Map<String, String> asked = new TreeMap<>();
        for (String option : new String(input, UTF_8).split(";", -1)) {
            int colon = option.indexOf(':');
            if (colon > 0 && AnswerOptions.NAMES.contains(option.substring(0, colon))) {
                asked.put(option.substring(0, colon), option.substring(colon + 1));
            }
        }
        return asked;
    }
}
