package dev.twinset.contract;

import static dev.twinset.contract.Samples.CODEC;
import static dev.twinset.contract.Samples.EARLIER;
import static dev.twinset.contract.Samples.JPEG;
import static dev.twinset.contract.Samples.NOW;
import static dev.twinset.contract.Samples.TRACE;
import static dev.twinset.contract.Samples.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.cloudevents.kafka.CloudEventSerializer;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** The stock CloudEvents client for Kafka and we read each other's records. */
final class CloudEventsClientTest {
    private static CloudEvent theirs(OutgoingRecord ours) {
        Headers headers = new RecordHeaders();
        ours.headers().forEach(header -> headers.add(header.name(), header.value()));
        try (var deserializer = new CloudEventDeserializer()) {
            return deserializer.deserialize(ours.topic(), headers, ours.value().orElse(null));
        }
    }

    private static EventRecord ours(String topic, String key, CloudEvent theirs) {
        Headers headers = new RecordHeaders();
        try (var serializer = new CloudEventSerializer()) {
            byte[] value = serializer.serialize(topic, headers, theirs);
            List<EventHeader> copied = Arrays.stream(headers.toArray())
                    .map(header -> new EventHeader(header.key(), header.value()))
                    .toList();
            return new EventRecord(topic, 0, 1, 2, Optional.of(utf8(key)), Optional.ofNullable(value), copied);
        }
    }

    private static CloudEventBuilder event(String type, String id, String subject) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("urn:example:shop"))
                .withType(type)
                .withTime(EARLIER.atOffset(ZoneOffset.ofHours(2)))
                .withSubject(subject)
                .withExtension("traceparent", TRACE);
    }

    private static byte[] data(CloudEvent event) {
        return Objects.requireNonNull(event.getData()).toBytes();
    }

    @Test
    void weReadTheirUpload() throws Exception {
        CloudEvent theirs = event(EventTypes.IMAGE_UPLOADED, "event-1", "item-1")
                .withExtension("gender", "Women")
                .withExtension("category", "Schuhe für Damen")
                .withData("image/jpeg", JPEG)
                .build();

        assertThat(CODEC.event(ours("catalog.images", "item-1", theirs)))
                .usingRecursiveComparison()
                .isEqualTo(Samples.upload());
    }

    @Test
    void weReadTheirQueryAndTheirDeletion() throws Exception {
        CloudEvent query = event(EventTypes.IMAGE_QUERIED, "event-2", "query-1")
                .withData("image/jpeg", JPEG)
                .build();
        CloudEvent deletion =
                event(EventTypes.IMAGE_DELETED, "event-3", "item-1").build();

        assertThat(CODEC.event(ours("catalog.queries", "query-1", query)))
                .usingRecursiveComparison()
                .isEqualTo(Samples.query());
        assertThat(CODEC.event(ours("catalog.images", "item-1", deletion))).isEqualTo(Samples.deletion());
    }

    @Test
    void theyReadOurUpload() {
        CloudEvent event = theirs(CODEC.event(Samples.upload()));

        assertThat(event.getType()).isEqualTo(EventTypes.IMAGE_UPLOADED);
        assertThat(event.getId()).isEqualTo("event-1");
        assertThat(event.getSource()).isEqualTo(URI.create("/twinset/worker/w1"));
        assertThat(event.getSubject()).isEqualTo("item-1");
        assertThat(Objects.requireNonNull(event.getTime()).toInstant()).isEqualTo(EARLIER);
        assertThat(event.getDataContentType()).isEqualTo("image/jpeg");
        assertThat(event.getExtension("gender")).isEqualTo("Women");
        assertThat(event.getExtension("category")).isEqualTo("Schuhe für Damen");
        assertThat(event.getExtension("traceparent")).isEqualTo(TRACE);
        assertThat(data(event)).isEqualTo(JPEG);
    }

    @Test
    void theyReadOurQueryAndOurDeletion() {
        CloudEvent query = theirs(CODEC.event(Samples.query()));
        CloudEvent deletion = theirs(CODEC.event(Samples.deletion()));

        assertThat(query.getType()).isEqualTo(EventTypes.IMAGE_QUERIED);
        assertThat(data(query)).isEqualTo(JPEG);
        assertThat(deletion.getType()).isEqualTo(EventTypes.IMAGE_DELETED);
        assertThat(deletion.getData()).isNull();
    }

    @Test
    void theyReadOurAnswer() {
        CloudEvent event = theirs(CODEC.recommendations(Samples.answer(5), Samples.upload()));

        assertThat(event.getType()).isEqualTo(EventTypes.RECOMMENDATIONS);
        assertThat(event.getId()).isEqualTo("event-1:m1");
        assertThat(Objects.requireNonNull(event.getTime()).toInstant()).isEqualTo(NOW);
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getExtension("causetime")).isEqualTo(EARLIER.toString());
        assertThat(new String(data(event), UTF_8)).startsWith("{\"itemId\":\"item-1\",");
    }

    @Test
    void weReadTheirCopyOfOurAnswer() {
        CloudEvent event = theirs(CODEC.recommendations(Samples.answer(3), Samples.upload()));

        assertThat(CODEC.recommendations(ours("catalog.recommendations", "item-1", event)))
                .isEqualTo(Samples.answer(3));
    }

    @Test
    void theyReadEveryOtherRecordOfOurs() {
        Map<String, OutgoingRecord> records = Map.of(
                EventTypes.FEATURE,
                CODEC.feature("m1", new FeatureRecord("item-1", Optional.of(new float[] {1f}), Map.of(), "s", 1)),
                EventTypes.RECOMMENDATIONS_WITHDRAWN,
                CODEC.withdrawn(Samples.deletion()),
                EventTypes.IMAGE_REJECTED,
                CODEC.rejected(
                        Samples.image("item-1", Samples.header("any Header/\u00e9", "x")),
                        new Rejection(RejectionReason.CORRUPT, "x")));

        records.forEach((type, record) -> assertThat(theirs(record).getType()).isEqualTo(type));
    }
}
