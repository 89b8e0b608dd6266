package dev.twinset.contract.result;

import static dev.twinset.contract.Samples.CODEC;
import static dev.twinset.contract.Samples.arrived;
import static dev.twinset.contract.Samples.header;
import static dev.twinset.contract.Samples.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.Samples;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.option.ItemFilter;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.record.OutgoingRecord;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswersTest {
    private static final RecommendationsJson JSON = new RecommendationsJson();

    private static final String EXPECTED =
            "{\"itemId\":\"item-1\",\"eventId\":\"event-1\",\"model\":\"m1\",\"status\":\"ok\","
                    + "\"recommendations\":[{\"rank\":1,\"itemId\":\"item-2\",\"score\":0.9,\"match\":0.99},"
                    + "{\"rank\":2,\"itemId\":\"item-3\",\"score\":0.8,\"match\":0.98},"
                    + "{\"rank\":3,\"itemId\":\"item-4\",\"score\":0.7,\"match\":0.97},"
                    + "{\"rank\":4,\"itemId\":\"item-5\",\"score\":0.6,\"match\":0.96},"
                    + "{\"rank\":5,\"itemId\":\"item-6\",\"score\":0.5,\"match\":0.95}],"
                    + "\"snapshot\":{\"items\":24,\"offsets\":{\"0\":12,\"2\":5,\"10\":7},\"session\":\"w1-4\","
                    + "\"pendingFrom\":3,\"batch\":5,\"complete\":true}}";

    private static final String EVERYTHING =
            "{\"itemId\":\"item-1\",\"eventId\":\"event-1\",\"model\":\"m1\",\"options\":{\"diversity\":0.5,\"fallback\":true,"
                    + "\"filter\":\"gender=Women,brand!=50%25 off\",\"groupby\":\"brand\",\"groupsize\":2,\"limit\":2,"
                    + "\"scorethreshold\":0.25,\"why\":true},\"status\":\"few\",\"copies\":[\"item-8\"],\"copiesMore\":1,"
                    + "\"looksLike\":{\"gender\":\"Men\"},\"recommendations\":[{\"rank\":1,\"itemId\":\"item-2\",\"score\":0.9,"
                    + "\"match\":0.99,\"copies\":[\"item-3\",\"item-4\"],\"copiesMore\":7,\"fallback\":true,"
                    + "\"why\":{\"look\":0.38,\"gender\":0.53,\"season\":-0.01},\"looksLike\":{\"gender\":\"Women\"}}],"
                    + "\"snapshot\":{\"items\":24,\"offsets\":{\"0\":12,\"2\":5,\"10\":7},\"session\":\"w1-4\","
                    + "\"pendingFrom\":3,\"batch\":5,\"attributeOffsets\":{\"0\":9,\"1\":3},\"search\":\"approximate\",\"complete\":true}}";

    private static String schema() throws IOException {
        try (InputStream in = EventCodec.class.getResourceAsStream("recommendations.schema.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        }
    }

    private static JsonSchema validator() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema());
    }

    private static String json(Recommendations answer) {
        return new String(JSON.write(answer), UTF_8);
    }

    @Test
    void theBytesAreThese() {
        OutgoingRecord record = CODEC.recommendations(Samples.answer(5), Samples.upload());

        assertThat(new String(record.value().orElseThrow(), UTF_8)).isEqualTo(EXPECTED);
        assertThat(record.key()).isEqualTo(utf8("item-1"));
        assertThat(record.topic()).isEqualTo("catalog.recommendations");
    }

    /** JSON of one answer, on several lines there. */
    @Test
    void theAnswerInTheReadmeIsOneThatIsPublished() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String sample = readme.substring(readme.indexOf("```json\n") + 8);
        sample = sample.substring(0, sample.indexOf("```"));

        JsonNode expected = new ObjectMapper().readTree(sample);
        Recommendations answer = JSON.read(sample.getBytes(UTF_8));
        assertThat(json(answer)).isEqualTo(expected.toString());
        assertThat(validator().validate(sample, InputFormat.JSON)).isEmpty();
    }

    @Test
    void theHeadersTellWhatIsAnsweredAndWhen() {
        OutgoingRecord record = CODEC.recommendations(Samples.answer(5), Samples.upload());

        assertThat(record.headers())
                .extracting(header -> header.name() + "=" + new String(header.value(), UTF_8))
                .containsExactly(
                        "ce_specversion=1.0",
                        "ce_id=event-1:m1",
                        "ce_source=/twinset/worker/w1",
                        "ce_type=dev.twinset.recommendations.v1",
                        "ce_time=2026-03-01T10:00:00.250Z",
                        "ce_subject=item-1",
                        "ce_causetime=2026-03-01T09:59:59.125Z",
                        "ce_traceparent=" + Samples.TRACE,
                        "traceparent=" + Samples.TRACE,
                        "content-type=application/json");
        assertThat(CODEC.causeTime(arrived(record))).contains(Samples.EARLIER);
    }

    @Test
    void twoRunsAtDifferentTimesPublishTheSameKeyAndValue() {
        OutgoingRecord one = CODEC.recommendations(Samples.answer(5), Samples.upload());
        OutgoingRecord other =
                Samples.codec(Samples.NOW.plusSeconds(3600)).recommendations(Samples.answer(5), Samples.upload());

        assertThat(one.key()).isEqualTo(other.key());
        assertThat(one.value().orElseThrow()).isEqualTo(other.value().orElseThrow());
        assertThat(header(one, "ce_id")).isEqualTo(header(other, "ce_id"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5})
    void anAnswerIsReadBackAndKeepsToTheSchema(int count) throws Exception {
        OutgoingRecord record = CODEC.recommendations(Samples.answer(count), Samples.upload());

        assertThat(CODEC.recommendations(arrived(record))).isEqualTo(Samples.answer(count));
        assertThat(validator().validate(new String(record.value().orElseThrow(), UTF_8), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void theSchemaRefusesWhatIsNoAnswer() throws Exception {
        for (String broken : List.of(
                "[]",
                EXPECTED.replace("\"ok\"", "\"done\""),
                EXPECTED.replace("0.9,", "\"0.9\","),
                EXPECTED.replace("0.9,", "9,"),
                EXPECTED.replace("0.99", "\"0.99\""),
                EXPECTED.replace("0.99", "1.01"),
                EXPECTED.replace("0.99", "null"),
                EXPECTED.replace("\"rank\":1,", ""),
                EXPECTED.replace("\"10\":7", "\"ten\":7"),
                EXPECTED.replace("\"complete\":true", "\"complete\":1"),
                EVERYTHING.replace("\"limit\":2", "\"limit\":101"),
                EVERYTHING.replace("\"limit\":2", "\"limit\":\"2\""),
                EVERYTHING.replace("\"groupby\":\"brand\"", "\"groupby\":\"Brand\""),
                EVERYTHING.replace("\"scorethreshold\":0.25", "\"scorethreshold\":-2"),
                EVERYTHING.replace("\"diversity\":0.5", "\"diversity\":\"high\""),
                EVERYTHING.replace("[\"item-8\"]", "[8]"),
                EVERYTHING.replace("\"copiesMore\":7", "\"copiesMore\":0"),
                EVERYTHING.replace("\"look\":0.38", "\"look\":\"0.38\""),
                EVERYTHING.replace("{\"gender\":\"Men\"}", "{\"gender\":1}"))) {
            assertThat(validator().validate(broken, InputFormat.JSON))
                    .as(broken)
                    .isNotEmpty();
        }
    }

    @Test
    void theSchemaNamesEveryFieldThatIsWritten() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode schema = mapper.readTree(schema());
        JsonNode least = mapper.readTree(json(withScore(0.5f)));
        JsonNode most = mapper.readTree(EVERYTHING.replaceFirst(
                "\"options\":", "\"cause\":{\"change\":\"deleted\",\"itemId\":\"item-9\"},\"options\":"));

        assertSameFields(schema, least, most);
        assertThat(fields(schema.at("/properties/cause/properties"))).isEqualTo(fields(most.path("cause")));
        assertSameFields(schema.at("/properties/options"), mapper.createObjectNode(), most.path("options"));
        assertSameFields(schema.at("/properties/snapshot"), least.path("snapshot"), most.path("snapshot"));
        assertSameFields(
                schema.at("/properties/recommendations/items"),
                least.at("/recommendations/0"),
                most.at("/recommendations/0"));
    }

    private static void assertSameFields(JsonNode schema, JsonNode least, JsonNode most) {
        assertThat(fields(schema.path("properties"))).isEqualTo(fields(most));
        assertThat(schema.path("required")).extracting(JsonNode::asText).containsExactlyElementsOf(fields(least));
    }

    private static List<String> fields(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    @Test
    void anAnswerWithEverythingIsTheseBytesReadsBackAndKeepsToTheSchema() throws Exception {
        Recommendations answer = Samples.answerWithEverything();

        assertThat(json(answer)).isEqualTo(EVERYTHING);
        assertThat(JSON.read(utf8(EVERYTHING))).isEqualTo(answer);
        assertThat(validator().validate(EVERYTHING, InputFormat.JSON)).isEmpty();
    }

    @Test
    void anAnswerIsOkWithAsManyAsWereAskedFor() {
        AnswerOptions two =
                new AnswerOptions(2, OptionalDouble.empty(), ItemFilter.NONE, false, Optional.empty(), 1, 0, false);
        List<Recommendation> five = Samples.answer(5).recommendations();

        assertThat(json(asked(two, five.subList(0, 2)))).contains("\"options\":{\"limit\":2},\"status\":\"ok\"");
        assertThat(json(asked(two, five.subList(0, 1)))).contains("\"status\":\"few\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> asked(two, five))
                .withMessage("recommendations are 5, expected at most 2");
    }

    private static Recommendations asked(AnswerOptions options, List<Recommendation> found) {
        return new Recommendations("a", "e", "m", options, Copies.NONE, Map.of(), found, Samples.snapshot());
    }

    @Test
    void aHundredItemsKeepToTheSchema() throws Exception {
        AnswerOptions hundred =
                new AnswerOptions(100, OptionalDouble.empty(), ItemFilter.NONE, false, Optional.empty(), 1, 0, false);
        Recommendations answer = asked(
                hundred,
                IntStream.rangeClosed(1, 100)
                        .mapToObj(rank -> new Recommendation(rank, "item-" + rank, 0.5f, OptionalDouble.empty()))
                        .toList());

        assertThat(JSON.read(JSON.write(answer))).isEqualTo(answer);
        assertThat(validator().validate(json(answer), InputFormat.JSON)).isEmpty();
    }

    @Test
    void theFilterOfAnAnswerMayBeLongerThanOneThatIsAskedFor() {
        ItemFilter filter = ItemFilter.parse("text").resolved(Map.of("text", "%".repeat(4000)));
        Recommendations answer = asked(
                new AnswerOptions(5, OptionalDouble.empty(), filter, false, Optional.empty(), 1, 0, false), List.of());

        assertThat(JSON.read(JSON.write(answer))).isEqualTo(answer);
    }

    @Test
    void thePartsOfEveryScoreAddUpToItAndAreReadBack() {
        long seed = 20261128;
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            float score = i % 10 == 0 ? Float.intBitsToFloat(random.nextInt()) : random.nextFloat() * 2 - 1;
            if (Float.isFinite(score)) {
                BigDecimal gender = new BigDecimal(random.nextInt(20_001) - 10_000).movePointLeft(4);
                BigDecimal look = Why.decimal(score).subtract(gender);
                Recommendation item = why(score, Map.of("look", look, "gender", gender));
                Recommendations answer = new Recommendations("a", "e", "m", List.of(item), Samples.snapshot());
                assertThat(JSON.read(JSON.write(answer)))
                        .as("seed %d, score %s", seed, score)
                        .isEqualTo(answer);
                assertThat(json(answer))
                        .contains("\"gender\":" + gender.stripTrailingZeros().toPlainString());
            }
        }
    }

    @Test
    void partsThatDoNotAddUpToTheScoreAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> why(0.1f, Map.of("look", new BigDecimal("0.1000000015"))))
                .withMessage("parts add up to 0.1000000015, expected the score 0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> why(0.1f, Map.of("look", new BigDecimal("1e999999999"))))
                .withMessage(
                        "part \"look\" is \"1E+999999999\", expected at most 100 digits before and after the point");
        assertThat(why(0.1f, Map.of("look", new BigDecimal("0.10"), "gender", BigDecimal.ZERO))
                        .why())
                .isPresent();
    }

    private static Recommendation why(float score, Map<String, BigDecimal> parts) {
        return new Recommendation(
                1, "b", score, OptionalDouble.empty(), Copies.NONE, false, Optional.of(new Why(parts, Map.of())));
    }

    @Test
    void scoresAreTheShortestDecimalsOnEveryJava() {
        Map<Float, String> shortest = Map.of(
                0.1f,
                "0.1",
                1f,
                "1.0",
                -0.25f,
                "-0.25",
                1.0000001f,
                "1.0000001",
                0.002f,
                "0.002",
                0x1p33f,
                "8.589935E9"); // Float.toString of Java 17 says 8.5899346E9

        shortest.forEach((score, text) -> assertThat(json(withScore(score))).contains("\"score\":" + text + "}"));
    }

    @Test
    void everyScoreIsReadBackAsTheSameFloat() {
        long seed = 20260301;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            float score = i % 2 == 0 ? random.nextFloat() * 2 - 1 : Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(score)) {
                Recommendations answer = withScore(score);
                Recommendations read = JSON.read(JSON.write(answer));
                if (!read.equals(answer)) {
                    throw new AssertionError("seed " + seed + ", score " + score + ", read back as " + read);
                }
            }
        }
    }

    private static Recommendations withScore(float score) {
        return with(score, OptionalDouble.empty());
    }

    private static Recommendations with(float score, OptionalDouble match) {
        return new Recommendations(
                "a", "e", "m", List.of(new Recommendation(1, "b", score, match)), Samples.snapshot());
    }

    @Test
    void everyMatchIsReadBackAsTheSameNumber() {
        long seed = 20260402;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double match = i % 2 == 0 ? random.nextDouble() : random.nextInt(10_001) / 10_000.0;
            Recommendations answer = with(0.5f, OptionalDouble.of(match));
            assertThat(JSON.read(JSON.write(answer)))
                    .as("seed %d, match %s", seed, match)
                    .isEqualTo(answer);
        }
        assertThat(json(with(0.5f, OptionalDouble.of(0.9712)))).contains("\"score\":0.5,\"match\":0.9712}");
    }

    @Test
    void anUncalibratedAnswerHasNoMatchAndIsReadAndKeepsToTheSchema() throws Exception {
        Recommendations answer = withScore(0.5f);

        assertThat(json(answer)).contains("\"score\":0.5}").doesNotContain("match");
        assertThat(JSON.read(JSON.write(answer))).isEqualTo(answer);
        assertThat(validator().validate(json(answer), InputFormat.JSON)).isEmpty();
    }

    @Test
    void strangeTextsSurvive() {
        String strange = "\"quotes\" \\ </script> \u0001 \u202E 🧥 é";
        var answer = new Recommendations(strange, strange, strange, List.of(), Samples.snapshot());

        assertThat(JSON.read(JSON.write(answer))).isEqualTo(answer);
    }

    @Test
    void fieldsOfLaterReleasesAreIgnored() {
        String later = EXPECTED.replace("{\"rank\":1,", "{\"later\":{\"x\":[1]},\"rank\":1,")
                .replace("{\"itemId\":\"item-1\"", "{\"new\":null,\"itemId\":\"item-1\"");

        assertThat(JSON.read(utf8(later))).isEqualTo(Samples.answer(5));
    }

    @Test
    void whatIsNoAnswerIsRefusedInOneSentence() {
        for (String json : List.of(
                "",
                "null",
                "[]",
                "{}",
                "{",
                "[".repeat(100_000),
                "1e999999999",
                EXPECTED + "x",
                EXPECTED.replace("\"score\":0.9", "\"score\":NaN"),
                EXPECTED.replace("\"score\":0.9", "\"score\":1e999999999"),
                EXPECTED.replace("0.99", "\"0.99\""),
                EXPECTED.replace("0.99", "null"),
                EXPECTED.replace("0.99", "1.01"),
                EXPECTED.replace("0.99", "-0.01"),
                EXPECTED.replace("0.99", "1e999999999"),
                EXPECTED.replace("\"rank\":1,", "\"rank\":1e9999,"),
                EXPECTED.replace("\"rank\":1,", "\"rank\":-9999999999,"),
                EXPECTED.replace("\"rank\":1,", "\"rank\":0,"),
                EXPECTED.replace("\"rank\":1,", "\"rank\":1,\"rank\":1,"),
                EXPECTED.replace("\"items\":24", "\"items\":99999999999999999999"),
                EXPECTED.replace("\"10\":7", "\"10000000000\":7"),
                EXPECTED.replace("\"complete\":true", "\"complete\":null"),
                EVERYTHING.replace("\"limit\":2", "\"limit\":0"),
                EVERYTHING.replace("\"limit\":2", "\"limit\":\"2\""),
                EVERYTHING.replace("\"groupsize\":2", "\"groupsize\":3"),
                EVERYTHING.replace("gender=Women,", "gender= Women,,"),
                EVERYTHING.replace("\"diversity\":0.5", "\"diversity\":1e999999999"),
                EVERYTHING.replace("\"scorethreshold\":0.25", "\"scorethreshold\":null"),
                EVERYTHING.replace("{\"diversity\":", "[{\"diversity\":").replace("\"why\":true}", "\"why\":true}]"),
                EVERYTHING.replace("[\"item-8\"]", "\"item-8\""),
                EVERYTHING.replace("[\"item-8\"]", "[8]"),
                EVERYTHING.replace("[\"item-8\"]", "[" + "\"a\",".repeat(10) + "\"a\"]"),
                EVERYTHING.replace("\"copiesMore\":7", "\"copiesMore\":-7"),
                EVERYTHING.replace("\"fallback\":true,\"why", "\"fallback\":1,\"why"),
                EVERYTHING.replace("\"look\":0.38", "\"look\":0.39"),
                EVERYTHING.replace("\"look\":0.38", "\"look\":1e999999999"),
                EVERYTHING.replace("\"look\":0.38", "\"look\":\"0.38\""),
                EVERYTHING.replace("{\"gender\":\"Men\"}", "{\"gender\":null}"))) {
            assertThatIllegalArgumentException()
                    .as(json.substring(0, Math.min(80, json.length())))
                    .isThrownBy(() -> CODEC.recommendations(
                            Samples.record("catalog.recommendations", utf8("item-1"), utf8(json))))
                    .withMessageContaining("catalog.recommendations-3@42");
        }
    }

    @Test
    void anAnswerMayNotHoldMoreThanFiveUnasked() {
        assertThatIllegalArgumentException().isThrownBy(() -> Samples.answer(6));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Recommendation(1, "a", Float.NaN, OptionalDouble.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Recommendation(0, "a", 1f, OptionalDouble.empty()));
        for (double bad : new double[] {Double.NaN, -0.0001, 1.0001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Recommendation(1, "a", 1f, OptionalDouble.of(bad)))
                    .withMessage("match is " + bad + ", expected 0 to 1");
        }
    }

    @Test
    void anAnswerToAnotherEventIsNotWritten() {
        assertThatThrownBy(() -> CODEC.recommendations(Samples.answer(5), Samples.query()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("query-1");
    }

    @Test
    void aWithdrawnAnswerIsATombstone() {
        OutgoingRecord record = CODEC.withdrawn(Samples.deletion());

        assertThat(record.topic()).isEqualTo("catalog.recommendations");
        assertThat(record.key()).isEqualTo(utf8("item-1"));
        assertThat(record.value()).isEmpty();
        assertThat(header(record, "ce_type")).isEqualTo(EventTypes.RECOMMENDATIONS_WITHDRAWN);
        assertThat(header(record, "ce_id")).isEqualTo("event-3:withdrawn");
        assertThatIllegalArgumentException().isThrownBy(() -> CODEC.recommendations(arrived(record)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.recommendations(new EventRecord(
                        "catalog.recommendations", 0, 0, 0, Optional.of(record.key()), Optional.empty(), List.of())))
                .withMessageContaining("tombstone");
    }

    @Test
    void answersAreWrittenByManyThreadsAtOnce() {
        assertThat(IntStream.range(0, 10_000).parallel().mapToObj(i -> json(Samples.answer(5))))
                .allMatch(EXPECTED::equals);
    }
}
