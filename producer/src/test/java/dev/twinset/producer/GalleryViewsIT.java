package dev.twinset.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.producer.gallery.Gallery;
import dev.twinset.producer.publish.CatalogPublisher;
import dev.twinset.producer.publish.ProgressListener;
import dev.twinset.producer.publish.PublishOptions;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What the gallery knows of the catalogue as a whole. */
final class GalleryViewsIT extends GalleryTests {
    /** More than the stream keeps. */
    private static final int MANY = 60;

    @Test
    void aRejectionOutlivesManyAnswersAndARestartUntilTheItemIsUploadedAgain() throws Exception {
        Topics topics = kafka.topics();
        kafka.work(topics);
        Gallery first = open(topics);
        put(first, "bad", new byte[] {0, 1});
        awaitItem(first, "bad");
        for (int i = 0; i < MANY; i++) {
            put(first, "good-" + i, image("10001"));
        }
        await(first, "api/state", state -> state.path("answered").asInt() == MANY);
        first.close();

        Gallery again = open(topics);
        JsonNode state = await(
                again,
                "api/state",
                read -> read.path("rejected").asInt() == 1
                        && read.path("answered").asInt() == MANY
                        && read.path("items").asInt() == MANY + 1);
        assertThat(state.path("answeredSinceStart").asInt()).isZero();
        assertThat(json(get(again, "api/item?id=bad"))
                        .path("rejection")
                        .path("reason")
                        .asText())
                .isEqualTo("UNSUPPORTED_FORMAT");
        JsonNode listed = json(get(again, "api/rejected")).path("rejected");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).path("stands").asBoolean()).isTrue();

        put(again, "bad", image("10001"));
        await(again, "api/state", read -> read.path("rejected").asInt() == 0);
        assertThat(json(get(again, "api/rejected"))
                        .path("rejected")
                        .get(0)
                        .path("stands")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void anItemIsLookedAtAgainWithItsStoredPictureAndIsNotItsOwnMatch() throws Exception {
        Topics topics = kafka.topics();
        kafka.work(topics);
        Catalog drawn = Catalog.read(catalog);
        Gallery gallery = open(topics);
        new CatalogPublisher(kafka.client(), topics).publish(drawn, PublishOptions.DEFAULT, ProgressListener.SILENT);
        for (CatalogItem item : drawn.items()) {
            awaitItem(gallery, item.id());
        }
        String id = drawn.items().get(1).id();

        JsonNode item = json(get(gallery, "api/item?id=" + id));
        assertThat(item.path("itemsNow").asInt()).isEqualTo(12);
        assertThat(item.path("answer").path("searched").asInt()).isEqualTo(3);
        assertThat(item.path("uploadedAt").asLong()).isPositive();
        assertThat(item.path("kind").asText())
                .isEqualTo(drawn.items().get(1).attributes().get("articleType"));
        assertThat(item.path("colour").asText())
                .isEqualTo(drawn.items().get(1).attributes().get("baseColour"));

        JsonNode now = json(post(gallery, "api/again?limit=4&id=" + id, new byte[0]));
        assertThat(now.path("id").asText()).isEqualTo(id);
        assertThat(now.path("query").asBoolean(true)).isFalse();
        assertThat(now.path("alike"))
                .hasSize(4)
                .extracting(one -> one.path("id").asText())
                .doesNotContain(id);
        assertThat(now.path("alike"))
                .extracting(one -> one.path("rank").asInt())
                .containsExactly(1, 2, 3, 4);
        assertThat(now.path("alike").get(0).path("kind").asText()).isNotEmpty();
        assertThat(kafka.keys(topics.images())).as("nothing is uploaded").hasSize(12);

        assertThat(post(gallery, "api/again?id=nosuchitem", new byte[0]).statusCode())
                .isEqualTo(404);
        assertThat(post(gallery, "api/again?limit=0&id=" + id, new byte[0]).statusCode())
                .isEqualTo(422);
    }

    @Test
    void weakAndPerfectMatchesAreFoundAmongAllAnswers() throws Exception {
        Topics topics = kafka.topics();
        kafka.work(topics);
        Gallery first = open(topics);
        for (int i = 0; i < MANY; i++) {
            put(first, "item-" + i, image("10001"));
        }
        await(first, "api/state", state -> state.path("weak").asInt() == MANY);
        first.close();

        Gallery again = open(topics);
        await(again, "api/state", state -> state.path("weak").asInt() == MANY);
        JsonNode page = json(get(again, "api/matches?kind=weak"));
        assertThat(page.path("total").asInt()).isEqualTo(MANY);
        assertThat(page.path("answers")).hasSize(24);
        assertThat(page.path("answers").get(0).path("alike"))
                .extracting(one -> one.path("weak").asBoolean())
                .containsExactly(false, true);
        assertThat(json(get(again, "api/matches?kind=weak&from=48")).path("answers"))
                .hasSize(12);
        assertThat(json(get(again, "api/matches?kind=perfect")).path("answers")).isEmpty();
        assertThat(get(again, "api/matches?kind=fair").statusCode()).isEqualTo(400);

        new CatalogPublisher(kafka.client(), topics).delete(List.of("item-7"));
        await(again, "api/state", state -> state.path("weak").asInt() == MANY - 1);
    }

    @Test
    void theMapLaysItemsThatLookAlikeCloseTogether() throws Exception {
        Topics topics = kafka.topics();
        kafka.work(topics);
        Gallery gallery = open(topics);
        assertThat(json(post(gallery, "api/map", new byte[0])).path("state").asText())
                .isEqualTo("reading");
        JsonNode none =
                await(gallery, "api/map", map -> map.path("state").asText().equals("failed"));
        assertThat(none.path("fault").asText()).startsWith("there is no answer yet");

        try (Admin admin = Admin.create(kafka.client())) {
            admin.createTopics(List.of(new NewTopic(topics.features("model"), 3, (short) 1)))
                    .all()
                    .get();
        }
        EventCodec codec = new EventCodec(topics, Clock.systemUTC(), "/test");
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 30; i++) {
                put(gallery, "item-" + i, image("10001"));
                float[] vector = new float[8];
                vector[i % 3] = 1;
                vector[3 + i % 5] = 0.1f;
                FeatureRecord feature = new FeatureRecord("item-" + i, Optional.of(vector), Map.of(), "session", i);
                producer.send(KafkaRecords.outgoing(codec.feature("model", feature)))
                        .get();
            }
            FeatureRecord deleted = new FeatureRecord("item-29", Optional.empty(), Map.of(), "session", 31);
            producer.send(KafkaRecords.outgoing(codec.feature("model", deleted)))
                    .get();
        }
        await(gallery, "api/state", state -> state.path("answered").asInt() == 30);
        post(gallery, "api/map", new byte[0]);
        JsonNode map =
                await(gallery, "api/map", drawn -> drawn.path("state").asText().equals("drawn"));
        assertThat(map.path("model").asText()).isEqualTo("model");
        Map<String, double[]> places = new TreeMap<>();
        map.path("points")
                .forEach(point -> places.put(point.path("id").asText(), new double[] {
                    point.path("x").asDouble(), point.path("y").asDouble()
                }));
        assertThat(places).hasSize(29).doesNotContainKey("item-29");
        places.forEach((id, place) -> {
            String nearest = places.entrySet().stream()
                    .filter(other -> !other.getKey().equals(id))
                    .min(Comparator.comparingDouble(other -> distance(place, other.getValue())))
                    .orElseThrow()
                    .getKey();
            assertThat(number(nearest) % 3).as("%s beside %s", id, nearest).isEqualTo(number(id) % 3);
        });
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring("item-".length()));
    }
}
