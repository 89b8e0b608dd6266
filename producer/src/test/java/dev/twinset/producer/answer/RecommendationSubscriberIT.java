package dev.twinset.producer.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.catalog.Catalog;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.Producers;
import dev.twinset.producer.Kafka;
import dev.twinset.producer.publish.CatalogPublisher;
import dev.twinset.producer.publish.ProgressListener;
import dev.twinset.producer.publish.PublishOptions;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before the first test
final class RecommendationSubscriberIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Kafka kafka = new Kafka();

    private static Catalog catalog;

    @BeforeAll
    static void start() throws IOException {
        Path drawn = directory.resolve("catalog");
        SampleCatalog.draw(10, 1, drawn);
        Files.write(drawn.resolve("images/10003.jpg"), new byte[] {0, 1, 2});
        catalog = Catalog.read(drawn);
    }

    @Test
    void seesEveryAnswerThatIsCommittedAfterItWasMade() throws Exception {
        Topics topics = kafka.topics();
        publish(topics);
        kafka.work(topics);
        try (RecommendationSubscriber all = new RecommendationSubscriber(kafka.client(), topics, true)) {
            List<Answer> answers = read(all, 10);
            assertThat(answers).filteredOn(Answer.Recommended.class::isInstance).hasSize(9);
            Answer.Recommended recommended = (Answer.Recommended) answers.stream()
                    .filter(Answer.Recommended.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            assertThat(recommended.recommendations().recommendations().get(0).itemId())
                    .isEqualTo("twin");
            assertThat(recommended.json()).startsWith("{\"itemId\":").doesNotContain("\n");
            assertThat(recommended.causeTime()).isPresent();
            Answer.Rejected rejected = (Answer.Rejected) answers.stream()
                    .filter(Answer.Rejected.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            assertThat(rejected.itemId()).isEqualTo("10003");
            assertThat(rejected.causeTime()).isPresent();

            try (RecommendationSubscriber late = new RecommendationSubscriber(kafka.client(), topics, false)) {
                assertThat(late.atEnd()).isTrue();
                new CatalogPublisher(kafka.client(), topics).delete(List.of("10001"));
                List<Answer> later = read(late, 1);
                assertThat(later).hasSize(1).first().isInstanceOf(Answer.Withdrawn.class);
                assertThat(later.get(0).itemId()).isEqualTo("10001");
            }
        }
    }

    @Test
    void knowsWhenItHasReadWhatWasThere() throws Exception {
        Topics topics = kafka.topics();
        publish(topics);
        kafka.work(topics);
        try (RecommendationSubscriber first = new RecommendationSubscriber(kafka.client(), topics, true)) {
            read(first, 10);
        }
        try (RecommendationSubscriber again = new RecommendationSubscriber(kafka.client(), topics, true)) {
            assertThat(again.atEnd()).isFalse();
            List<Answer> answers = readWhile(again, got -> !again.atEnd());
            assertThat(answers).hasSize(10);
        }
    }

    @Test
    void passesOverWhatIsNoAnswer() throws Exception {
        Topics topics = kafka.topics();
        kafka.work(topics);
        try (RecommendationSubscriber subscriber = new RecommendationSubscriber(kafka.client(), topics, false)) {
            Producers.send(
                    kafka.client(),
                    "test",
                    List.of(
                            new ProducerRecord<>(topics.recommendations(), new byte[] {'1'}, new byte[] {'x'}),
                            new ProducerRecord<>(topics.rejected(), new byte[] {'1'}, new byte[] {'x'})));
            publish(topics);
            assertThat(read(subscriber, 10)).hasSize(10);
        }
    }

    @Test
    void aQueryGetsItsOwnAnswerOrItsOwnRejection() throws Exception {
        Topics topics = kafka.topics();
        kafka.work(topics);
        ImageQuery query = new ImageQuery(kafka.client(), topics);
        Answer answer = query.ask(new byte[] {1, 2}, Map.of(), Map.of(), LONG);
        assertThat(answer).isInstanceOf(Answer.Recommended.class);
        Answer rejected = query.ask(new byte[] {0, 2}, Map.of(), Map.of(), LONG);
        assertThat(rejected).isInstanceOf(Answer.Rejected.class);
        assertThat(rejected.itemId()).isNotEqualTo(answer.itemId());
    }

    @Test
    void aQueryWithoutAWorkerSaysSo() throws Exception {
        Topics topics = kafka.topics();
        assertThatThrownBy(() -> new ImageQuery(kafka.client(), topics)
                        .ask(new byte[] {1}, Map.of(), Map.of(), Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no answer within 1 s")
                .hasMessageContaining("twinset worker");
    }

    @Test
    void aMissingTopicIsNamed() {
        Topics topics = kafka.names();
        assertThatThrownBy(() -> new RecommendationSubscriber(kafka.client(), topics, true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no topic " + topics.recommendations() + ", " + topics.rejected());
    }

    private static void publish(Topics topics) throws IOException, InterruptedException {
        new CatalogPublisher(kafka.client(), topics).publish(catalog, PublishOptions.DEFAULT, ProgressListener.SILENT);
    }

    private interface More {
        boolean test(List<Answer> answers) throws IOException;
    }

    private static List<Answer> read(RecommendationSubscriber subscriber, int answers) throws IOException {
        return readWhile(subscriber, got -> got.size() < answers);
    }

    private static List<Answer> readWhile(RecommendationSubscriber subscriber, More more) throws IOException {
        List<Answer> answers = new ArrayList<>();
        long start = System.nanoTime();
        while (more.test(answers) && System.nanoTime() - start < LONG.toNanos()) {
            answers.addAll(subscriber.poll(Duration.ofMillis(100)));
        }
        return answers;
    }
}
