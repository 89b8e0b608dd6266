package dev.twinset.contract;

import static dev.twinset.contract.Samples.CODEC;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.event.InlineImage;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.model.ServingModel;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.redrive.RedriveMarks;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The published contract says what the code does: topics, types, headers and reason codes, none more and none fewer.
 */
final class AsyncApiTest {
    private final JsonNode api = load();

    private static JsonNode load() {
        try {
            return new YAMLMapper().readTree(Path.of("asyncapi.yaml").toFile());
        } catch (IOException e) {
            throw new AssertionError("asyncapi.yaml cannot be read", e);
        }
    }

    /** By the name of its message in the file. */
    private static Map<String, OutgoingRecord> written() {
        InlineImage image = new InlineImage(Samples.JPEG);
        var time = Optional.of(Samples.EARLIER);
        var trace = Optional.of(Samples.TRACE);
        Map<String, String> options = Samples.answerWithEverything().options().asked();
        ImageUploaded upload = new ImageUploaded("item-1", "event-1", image, Map.of(), options, time, trace);
        ImageQueried query = new ImageQueried("query-1", "event-2", image, Map.of(), options, time, trace);
        ModelRecords models = new ModelRecords(Topics.DEFAULT, "/test");
        Map<String, OutgoingRecord> written = new HashMap<>();
        written.put("imageUploaded", CODEC.event(upload));
        written.put("imageQueried", CODEC.event(query));
        written.put("imageDeleted", CODEC.event(Samples.deletion()));
        written.put("itemDescribed", described(Optional.of(Map.of("available", "false"))));
        written.put("itemForgotten", described(Optional.empty()));
        written.put("modelServing", models.serving(ServingModel.first("model", Samples.EARLIER)));
        written.put("modelRetired", models.retired("model", Samples.EARLIER));
        written.put("feature", feature(Optional.of(new float[] {1f}), Map.of("gender", "Women")));
        written.put("featureDeleted", feature(Optional.empty(), Map.of()));
        written.put("recommendations", CODEC.recommendations(Samples.answer(5), upload));
        written.put("recommendationsWithdrawn", CODEC.withdrawn(Samples.deletion()));
        written.put(
                "imageRejected",
                CODEC.rejected(Samples.arrived(replayed(upload)), new Rejection(RejectionReason.EMPTY, "x")));
        written.put("redriveMarks", CODEC.redriveMarks(new RedriveMarks("topic-id", 3, 5, new byte[] {1})));
        return written;
    }

    private static OutgoingRecord described(Optional<Map<String, String>> attributes) {
        return CODEC.itemAttributes(new ItemAttributes("item-1", attributes), "event-3");
    }

    private static OutgoingRecord feature(Optional<float[]> vector, Map<String, String> attributes) {
        return CODEC.feature("{modelId}", new FeatureRecord("item-1", vector, attributes, attributes, "s", 1));
    }

    private static OutgoingRecord replayed(CatalogEvent event) {
        Rejection rejection = new Rejection(RejectionReason.EMPTY, "x");
        return CODEC.replay(
                CODEC.rejected(Samples.arrived(CODEC.rejected(Samples.arrived(CODEC.event(event)), rejection))));
    }

    @Test
    void itIsAsyncApi3AndEveryReferenceLeadsSomewhere() throws IOException {
        assertThat(api.path("asyncapi").asText()).isEqualTo("3.0.0");
        for (JsonNode reference : api.findValues("$ref")) {
            String target = reference.asText();
            boolean found = target.startsWith("#")
                    ? !resolve(reference.asText()).isMissingNode()
                    : Files.exists(Path.of(target));
            assertThat(found).as(target).isTrue();
        }
    }

    @Test
    void theTopicsAreTheDefaults() {
        assertThat(api.path("channels").properties())
                .extracting(channel -> channel.getValue().path("address").asText())
                .containsExactlyInAnyOrder(
                        Topics.DEFAULT.images(),
                        Topics.DEFAULT.queries(),
                        Topics.DEFAULT.attributes(),
                        Topics.DEFAULT.models(),
                        Topics.DEFAULT.features("{modelId}"),
                        Topics.DEFAULT.recommendations(),
                        Topics.DEFAULT.rejected(),
                        Topics.DEFAULT.redriven());
    }

    /** The file names those settings that AsyncAPI's Kafka binding has a place for. */
    @Test
    void theTopicsSettingsAreThoseTheyAreMadeWith() {
        List<TopicDefinition> definitions = new ArrayList<>(TopicDefinitions.events(Topics.DEFAULT));
        definitions.add(TopicDefinitions.changelog(Topics.DEFAULT.features("{modelId}")));
        definitions.add(TopicDefinitions.redriven(Topics.DEFAULT.redriven()));
        Set<String> places = Set.of("cleanup.policy", "retention.ms", "delete.retention.ms", "max.message.bytes");
        Map<String, Map<String, String>> made = new TreeMap<>();
        for (TopicDefinition definition : definitions) {
            Map<String, String> settings = new TreeMap<>(definition.initial(1));
            settings.keySet().retainAll(places);
            made.put(definition.name(), settings);
        }
        Map<String, Map<String, String>> documented = new TreeMap<>();
        for (JsonNode channel : api.path("channels")) {
            Map<String, String> settings = new TreeMap<>();
            channel.at("/bindings/kafka/topicConfiguration")
                    .properties()
                    .forEach(setting -> settings.put(setting.getKey(), text(setting.getValue())));
            documented.put(channel.path("address").asText(), settings);
        }

        assertThat(documented).isEqualTo(made);
        assertThat(api.at("/channels/images/bindings/kafka/partitions").asInt()).isEqualTo(TopicDefinitions.PARTITIONS);
    }

    private static String text(JsonNode value) {
        List<String> words = new ArrayList<>();
        value.forEach(word -> words.add(word.asText()));
        return value.isArray() ? String.join(",", words) : value.asText();
    }

    @Test
    void everyMessageStandsOnTheTopicItIsWrittenTo() {
        Map<String, String> documented = new TreeMap<>();
        for (JsonNode channel : api.path("channels")) {
            for (JsonNode message : channel.path("messages")) {
                String name = message.path("$ref").asText().replace("#/components/messages/", "");
                documented.put(name, channel.path("address").asText());
            }
        }
        Map<String, String> actual = new TreeMap<>();
        written().forEach((name, record) -> actual.put(name, record.topic()));

        assertThat(documented).isEqualTo(actual);
    }

    @Test
    void everyMessageHasItsTypeAndItsHeaders() {
        written().forEach((name, record) -> {
            Map<String, JsonNode> documented = new TreeMap<>();
            List<String> required = new ArrayList<>();
            collect(api.at("/components/messages/" + name + "/headers"), documented, required);
            TreeSet<String> actual = new TreeSet<>();
            record.headers().stream()
                    .map(EventHeader::name)
                    .filter(header -> !header.startsWith(HeaderNames.ORIGINAL_PREFIX))
                    .forEach(actual::add);

            // an input message may have every header; deletions have no content to describe, what is sent for the first
            // time counts no replays, and what holds an image does not refer to one
            boolean deletion = name.equals("imageDeleted");
            TreeSet<String> expected = new TreeSet<>(documented.keySet());
            if (deletion || name.equals("imageUploaded") || name.equals("imageQueried")) {
                expected.remove(HeaderNames.REPLAY_COUNT);
                expected.remove(HeaderNames.DATA_REF);
            }
            if (deletion) {
                expected.remove(HeaderNames.CONTENT_TYPE);
            }
            assertThat(actual).as(name).isEqualTo(expected);
            assertThat(actual).as(name).containsAll(required);
            assertThat(Objects.requireNonNull(documented.get(HeaderNames.TYPE), name)
                            .path("const")
                            .asText())
                    .isEqualTo(Samples.header(record, HeaderNames.TYPE));
        });
    }

    @Test
    void aDeletionHasAPayloadOfNull() {
        written()
                .forEach((name, record) -> assertThat(api.at("/components/messages/" + name + "/payload/type")
                                .asText())
                        .as(name)
                        .matches(type -> type.equals("null") == record.value().isEmpty()));
    }

    @Test
    void theReasonCodesAreThese() {
        assertThat(api.at("/components/schemas/reason/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(
                        Arrays.stream(RejectionReason.values()).map(Enum::name).toList());
    }

    private void collect(JsonNode schema, Map<String, JsonNode> properties, List<String> required) {
        if (schema.has("$ref")) {
            collect(resolve(schema.path("$ref").asText()), properties, required);
        }
        schema.path("allOf").forEach(part -> collect(part, properties, required));
        schema.path("properties")
                .properties()
                .forEach(property -> properties.put(property.getKey(), property.getValue()));
        schema.path("required").forEach(name -> required.add(name.asText()));
    }

    private JsonNode resolve(String reference) {
        return api.at(JsonPointer.compile(reference.substring(1)));
    }
}
