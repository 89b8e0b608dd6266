package dev.twinset.producer.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.option.ItemFilter;
import dev.twinset.contract.result.Copies;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.contract.result.Why;
import dev.twinset.producer.answer.Answer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class AnswerPrinterTest {
    private static final Snapshot SNAPSHOT = new Snapshot(3, Map.of(0, 3L), "session", 1, 1, true);
    private static final Map<String, String> SHIRT = Map.of("basecolour", "Red", "articletype", "Shirts");

    @Test
    void theTableHasCopiesFallbackAndReasons() {
        assertThat(AnswerPrinter.table(answer(
                        new Copies(List.of("10011"), 0),
                        SHIRT,
                        one(
                                1,
                                0.875f,
                                new Copies(List.of("10042", "10088"), 3),
                                false,
                                why("0.5", "0.375", "0", "Red")),
                        one(2, 0.5f, Copies.NONE, true, why("-0.125", "0.5", "0.125", "Bl\u001bue")))))
                .isEqualToNormalizingNewlines("""
                        taken for kind Shirts, colour Red
                        the same image  = 10011
                        rank  item              score   same kind
                           1  item-1            0.8750       88 %  = 10042, 10088 and 3 more
                              look ########## 0.50  kind ######## 0.38  colour  0.00  same kind, same colour
                           2  item-2            0.5000       50 %  fallback
                              look  -0.13  kind ########## 0.50  colour ### 0.13  same kind, other colour (Bl?ue)""");
    }

    @Test
    void aRowHasThemToo() {
        assertThat(AnswerPrinter.row(answer(
                        new Copies(List.of("10011", "10012"), 0),
                        Map.of(),
                        one(1, 0.875f, new Copies(List.of("10042"), 0), false, Optional.empty()),
                        one(2, 0.5f, Copies.NONE, true, Optional.empty()))))
                .isEqualTo(
                        "10017             = 10011, 10012  item-1 0.875 (88 %)  = 10042  item-2 0.500 (50 %) fallback");
        assertThat(AnswerPrinter.row(answer(
                        Copies.NONE, SHIRT, one(1, 0.875f, Copies.NONE, false, why("0.5", "0.375", "0", "Red")))))
                .isEqualToNormalizingNewlines("""
                        10017             item-1 0.875 (88 %)
                          item-1            look ########## 0.50  kind ######## 0.38  colour  0.00  same kind, same colour""");
    }

    @Test
    void nothingFoundIsToldFromNothingThere() {
        assertThat(AnswerPrinter.row(answer(Copies.NONE, Map.of()))).endsWith("no other item is as it was asked for");
        Recommendations plain = new Recommendations("10017", "e", "model", List.of(), SNAPSHOT);
        assertThat(AnswerPrinter.table(answer(plain))).endsWith("nothing to compare with");
    }

    private static Answer answer(Copies copies, Map<String, String> looksLike, Recommendation... found) {
        AnswerOptions options =
                new AnswerOptions(8, OptionalDouble.empty(), ItemFilter.NONE, true, Optional.empty(), 1, 0, true);
        return answer(new Recommendations("10017", "e", "model", options, copies, looksLike, List.of(found), SNAPSHOT));
    }

    private static Answer answer(Recommendations recommendations) {
        return new Answer.Recommended(recommendations, Instant.EPOCH, Optional.empty(), "{}");
    }

    private static Recommendation one(int rank, float score, Copies copies, boolean fallback, Optional<Why> why) {
        return new Recommendation(rank, "item-" + rank, score, OptionalDouble.of(score), copies, fallback, why);
    }

    private static Optional<Why> why(String look, String kind, String colour, String takenFor) {
        Map<String, BigDecimal> parts = new LinkedHashMap<>();
        parts.put("look", new BigDecimal(look));
        parts.put("articletype", new BigDecimal(kind));
        parts.put("basecolour", new BigDecimal(colour));
        Map<String, String> looksLike = new LinkedHashMap<>();
        looksLike.put("articletype", "Shirts");
        looksLike.put("basecolour", takenFor);
        return Optional.of(new Why(parts, looksLike));
    }
}
