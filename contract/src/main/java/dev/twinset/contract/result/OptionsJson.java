package dev.twinset.contract.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.option.ItemFilter;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/** The options of an answer as an object of those that are not the default, by the names of their headers. */
final class OptionsJson {
    private static final AnswerOptions DEFAULT = AnswerOptions.DEFAULT;

    private OptionsJson() {}

    static void write(AnswerOptions options, JsonGenerator json) throws IOException {
        if (options.equals(DEFAULT)) {
            return;
        }
        json.writeObjectFieldStart("options");
        for (var option : options.asked().entrySet()) {
            String name = option.getKey();
            json.writeFieldName(name);
            switch (name) {
                case "limit" -> json.writeNumber(options.limit());
                case "groupsize" -> json.writeNumber(options.groupSize());
                case "scorethreshold" ->
                    json.writeNumber(options.scoreThreshold().orElseThrow());
                case "diversity" -> json.writeNumber(options.diversity());
                case "fallback" -> json.writeBoolean(options.fallback());
                case "why" -> json.writeBoolean(options.why());
                default -> json.writeString(option.getValue());
            }
        }
        json.writeEndObject();
    }

    static AnswerOptions read(JsonNode answer) {
        if (!answer.has("options")) {
            return DEFAULT;
        }
        JsonNode node = JsonFields.object(answer, "options");
        return new AnswerOptions(
                JsonFields.wholeInt(node, "limit", DEFAULT.limit()),
                node.has("scorethreshold") ? OptionalDouble.of(number(node, "scorethreshold")) : OptionalDouble.empty(),
                ItemFilter.parseResolved(JsonFields.text(node, "filter", "")),
                JsonFields.flag(node, "fallback", false),
                node.has("groupby") ? Optional.of(JsonFields.text(node, "groupby")) : Optional.empty(),
                JsonFields.wholeInt(node, "groupsize", DEFAULT.groupSize()),
                node.has("diversity") ? number(node, "diversity") : DEFAULT.diversity(),
                JsonFields.flag(node, "why", false));
    }

    private static double number(JsonNode node, String name) {
        return JsonFields.number(node, name).decimalValue().doubleValue();
    }
}
