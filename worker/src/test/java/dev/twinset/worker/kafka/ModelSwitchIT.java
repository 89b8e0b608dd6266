package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.broker.LocalKafka;
import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.model.ServingModel;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.result.Cause;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.kafka.client.KafkaRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two models, two worker processes each, a real broker, and events all the time: the model that answers is switched to
 * and fro, and workers are killed in the middle.
 */
@Timeout(600)
class ModelSwitchIT {
    private static final Logger log = LoggerFactory.getLogger(ModelSwitchIT.class);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    /** A switch waits for no transaction of a worker that is gone. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    private static final String OLD = "fake";
    private static final String NEW = "better";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    private final Map<String, Process> workers = new LinkedHashMap<>();
    private LocalKafka kafka;
    private TestShop shop;
    private Admin admin;
    private volatile boolean quiet;

    @BeforeEach
    void start() throws IOException {
        kafka = LocalKafka.inProcess(directory.resolve("kafka"));
        shop = new TestShop(kafka.bootstrapServers(), "switch");
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process worker : workers.values()) {
            worker.destroyForcibly().waitFor();
        }
        admin.close();
        shop.close();
        kafka.close();
    }

    @Test
    void eachEventIsAnsweredOnceByTheModelWhoseTurnItWas() throws Exception {
        worker(OLD, 1);
        worker(OLD, 2);
        await("the first model to answer").atMost(TIMEOUT).until(() -> serving().isPresent());
        assertThat(serving().orElseThrow().model()).isEqualTo(OLD);
        for (int i = 0; i < 100; i++) {
            event(i);
        }
        shop.awaitAnswers(TIMEOUT);
        worker(NEW, 1);
        worker(NEW, 2);
        awaitBuilt(NEW);
        CompletableFuture<Void> load = CompletableFuture.runAsync(this::load);
        answersAfter(OLD); // otherwise the time without events, before, would count as one without answers

        // a worker of the model that answers dies before it can stop
        kill(OLD, 1);
        announce(NEW);
        awaitServing(NEW, 2);
        worker(OLD, 1);
        answersAfter(NEW);

        // one that takes over dies while it does
        awaitBuilt(OLD);
        announce(OLD);
        kill(OLD, 1);
        awaitServing(OLD, 3);
        worker(OLD, 1);
        answersAfter(OLD);

        // all that take over die, and come back
        awaitBuilt(NEW);
        kill(NEW, 1);
        kill(NEW, 2);
        announce(NEW);
        Thread.sleep(500);
        assertThat(serving().orElseThrow().next()).contains(NEW);
        worker(NEW, 1);
        worker(NEW, 2);
        awaitServing(NEW, 4);
        kill(NEW, 1);
        worker(NEW, 1);
        answersAfter(NEW);

        quiet = true;
        load.join();
        shop.awaitAnswers(TIMEOUT);
        assertAlive();
        new TurnCheck().check();
        assertThat(Map.of("a worker was killed before", pause(2), "one was killed in the middle", pause(3)))
                .as("how long nobody answered")
                .allSatisfy((switched, pause) -> {
                    log.info("{}: nobody answered for {} ms", switched, pause.toMillis());
                    assertThat(pause).isLessThan(TRANSACTION_TIMEOUT);
                });
    }

    /** From the last answer of the term before until the first of this one. */
    private Duration pause(long term) {
        ServingModel serving = terms().stream()
                .filter(one -> one.term() == term && one.next().isEmpty())
                .findFirst()
                .orElseThrow();
        long begin = serving.since().toEpochMilli();
        LongSummaryStatistics before = new LongSummaryStatistics();
        LongSummaryStatistics after = new LongSummaryStatistics();
        for (EventRecord record : shop.read(shop.topics.recommendations())) {
            (record.timestampMillis() < begin ? before : after).accept(record.timestampMillis());
        }
        return Duration.ofMillis(after.getMin() - before.getMax());
    }

    @Test
    void aSwitchThatIsCancelledChangesNothing() throws Exception {
        worker(OLD, 1);
        CompletableFuture<Void> load = CompletableFuture.runAsync(this::load);
        answersAfter(OLD);

        announce(NEW); // which nobody has
        Thread.sleep(1_000);
        write(serving().orElseThrow().cancelled());

        answersAfter(OLD);
        quiet = true;
        load.join();
        shop.awaitAnswers(TIMEOUT);
        new Replay(shop, OLD).check();
    }

    @Test
    void aSwitchThatRefreshesAnswersForEveryItemAnew() throws Exception {
        worker(OLD, 1);
        for (int i = 0; i < 300; i++) {
            shop.upload("item-" + i, "image-" + i);
        }
        shop.awaitAnswers(TIMEOUT);
        worker(NEW, 1);
        awaitBuilt(NEW);

        write(serving().orElseThrow().switching(NEW, true));
        awaitServing(NEW, 2);
        kill(NEW, 1); // in the middle, or not
        worker(NEW, 1);

        await("an answer of the new model for every item")
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> latest().values().stream()
                                .filter(answer -> answer.model().equals(NEW))
                                .count()
                        == 300);
        assertThat(latest().values()).allSatisfy(answer -> {
            assertThat(answer.cause()).map(Cause::change).contains(Cause.Change.REFRESH);
            assertThat(answer.snapshot().items()).isEqualTo(300);
        });
        Thread.sleep(1_000);
        assertThat(shop.read(shop.topics.recommendations()))
                .as("answers of the old and of the new model, each once")
                .hasSize(600);
    }

    private Map<String, Recommendations> latest() {
        Map<String, Recommendations> latest = new HashMap<>();
        for (EventRecord record : shop.read(shop.topics.recommendations())) {
            latest.put(TestShop.key(record), shop.codec.recommendations(record));
        }
        return latest;
    }

    private void load() {
        try {
            for (int i = shop.published.size(); !quiet; i++) {
                event(i);
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void event(int i) {
        if (i % 10 == 7) {
            shop.query("query-" + i, "image-" + i);
        } else if (i % 23 == 5) {
            shop.upload("bad-" + i, "bad");
        } else if (i % 17 == 3) {
            shop.delete("item-" + (i - 2));
        } else {
            shop.upload("item-" + i, "image-" + i);
        }
    }

    private void worker(String model, int number) {
        String id = model + number;
        try {
            workers.put(id, ForkedWorker.start(kafka.bootstrapServers(), shop, model, id, directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kill(String model, int number) throws InterruptedException {
        Optional.ofNullable(workers.remove(model + number))
                .orElseThrow()
                .destroyForcibly()
                .waitFor();
    }

    /** Until the features of all images so far are there: the group has read them. */
    private void awaitBuilt(String model) {
        long items = shop.read(shop.topics.images()).size();
        await(model + " to have built")
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> committed(model) >= items);
    }

    /** Events of the images' topic that a model's group has committed. */
    private long committed(String model) throws Exception {
        return admin
                .listConsumerGroupOffsets(shop.topics.images() + "." + model)
                .partitionsToOffsetAndMetadata()
                .get()
                .entrySet()
                .stream()
                .filter(entry -> entry.getKey().topic().equals(shop.topics.images()))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    /** Until events that are published from now on have been answered by this model. */
    private void answersAfter(String model) {
        int now = answers(model);
        await("answers of " + model)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> answers(model) > now + 20);
    }

    private int answers(String model) {
        return (int) shop.read(shop.topics.recommendations()).stream()
                .filter(record -> record.value().isPresent())
                .filter(record -> shop.codec.recommendations(record).model().equals(model))
                .count();
    }

    private void announce(String next) {
        write(serving().orElseThrow().switching(next, false));
    }

    private void awaitServing(String model, long term) {
        await(model + " to answer").atMost(TIMEOUT).until(() -> {
            assertAlive();
            return serving()
                    .filter(serving -> serving.answers(model) && serving.term() == term)
                    .isPresent();
        });
    }

    private void assertAlive() throws IOException {
        for (Map.Entry<String, Process> worker : workers.entrySet()) {
            assertThat(worker.getValue().isAlive())
                    .as("%s: %s", worker.getKey(), Files.readString(directory.resolve(worker.getKey() + ".log")))
                    .isTrue();
        }
    }

    private Optional<ServingModel> serving() {
        List<ServingModel> terms = terms();
        return terms.isEmpty() ? Optional.empty() : Optional.of(terms.get(terms.size() - 1));
    }

    private List<ServingModel> terms() {
        ModelRecords records = new ModelRecords(shop.topics, "/test");
        return shop.read(shop.topics.models()).stream()
                .flatMap(record -> records.serving(record).stream())
                .toList();
    }

    private void write(ServingModel serving) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "transactional.id", shop.topics.images() + "-models");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var unused = producer.send(KafkaRecords.outgoing(new ModelRecords(shop.topics, "/test").serving(serving)));
            producer.commitTransaction();
        }
    }

    /** Compares what was answered with the offsets at which the terms began. */
    private final class TurnCheck {
        private final Map<String, List<String>> answered = new HashMap<>();
        private final List<ServingModel> terms =
                terms().stream().filter(serving -> serving.next().isEmpty()).toList();
        private int withdrawn;

        void check() {
            for (EventRecord record : shop.read(shop.topics.recommendations())) {
                if (record.value().isEmpty()) {
                    withdrawn++;
                } else {
                    Recommendations answer = shop.codec.recommendations(record);
                    answered.computeIfAbsent(answer.eventId(), id -> new ArrayList<>())
                            .add(answer.model());
                }
            }
            List<EventRecord> events = new ArrayList<>(shop.read(shop.topics.images()));
            events.addAll(shop.read(shop.topics.queries()));
            int bad = 0;
            int deleted = 0;
            for (EventRecord event : events) {
                String id = eventId(event);
                if (event.value().isEmpty()) {
                    deleted++;
                } else if (TestShop.key(event).startsWith("bad")) {
                    bad++;
                } else {
                    assertThat(answered.get(id))
                            .as("answers to %s at %s", id, event.coordinates())
                            .containsExactly(turn(event));
                }
            }
            assertThat(events).hasSize(shop.published.size());
            assertThat(shop.read(shop.topics.rejected())).hasSize(bad);
            assertThat(withdrawn).isEqualTo(deleted);
        }

        private static String eventId(EventRecord record) {
            return record.headers().stream()
                    .filter(header -> header.name().equals("ce_id"))
                    .map(header -> new String(header.value(), UTF_8))
                    .findFirst()
                    .orElseThrow();
        }

        /** The model of the last term that began at or before this event. */
        private String turn(EventRecord event) {
            return terms.stream()
                    .filter(serving -> event.offset() >= serving.from(event.topic(), event.partition()))
                    .reduce((earlier, later) -> later)
                    .orElseThrow()
                    .model();
        }
    }
}
