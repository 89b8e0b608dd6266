package dev.twinset.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.broker.LocalKafka;
import dev.twinset.catalog.Catalog;
import dev.twinset.console.process.WorkerProcess;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.answer.RecommendationSubscriber;
import dev.twinset.producer.publish.CatalogPublisher;
import dev.twinset.producer.publish.ProgressListener;
import dev.twinset.producer.publish.PublishOptions;
import dev.twinset.producer.topics.TopicCreator;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A cause is fixed, and every dead letter becomes an answer, once: with real workers, and redrives that are killed. */
@Timeout(300)
class RejectedIT {
    private static final int ITEMS = 120;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();
    private String servers = "";

    @Test
    void afterACauseIsFixedEveryDeadLetterBecomesOneAnswer() throws Exception {
        try (LocalKafka kafka = LocalKafka.inProcess(directory.resolve("broker"))) {
            servers = kafka.bootstrapServers();
            publish();
            WorkerProcess strict = worker("w1", "image.max.pixels=100");
            awaitDeadLetters(ITEMS);
            String first = lines("list", "--json", "--limit", "1")
                    .get(0)
                    .path("itemId")
                    .asText();

            assertThat(twinset("redrive", "--item", first, "--wait", "60s", "--json"))
                    .as("the cause is not fixed")
                    .isEqualTo(1);
            JsonNode again = last("show", "--json", first);
            assertThat(again.path("replays").asInt()).isZero();
            assertThat(lines("show", "--json", first).get(0).path("replays").asInt())
                    .isEqualTo(1);

            stop(strict);
            WorkerProcess w1 = worker("w1");
            WorkerProcess w2 = worker("w2");
            Process killed = redriving(40);
            awaitReplays(20);
            killed.destroyForcibly().waitFor();
            Process overtaken = redriving(4);
            awaitReplays(replays().size() + 4);
            JsonNode outcome = last("redrive", "--wait", "90s", "--json");

            assertThat(outcome.path("unanswered").asInt())
                    .as(outcome.toString())
                    .isZero();
            assertThat(outcome.path("rejectedAgain")).as(outcome.toString()).isEmpty();
            assertThat(outcome.path("redriven").asInt()).isBetween(1, ITEMS - 24);
            assertThat(overtaken.waitFor()).isEqualTo(1);
            assertThat(directory.resolve("redrive-4.log")).content().contains("took over");
            assertEachWasSentAndAnsweredOnce(first);
            stop(w1);
            stop(w2);
        }
    }

    private void assertEachWasSentAndAnsweredOnce(String twice) throws Exception {
        List<String> replays = replays();
        assertThat(replays).as("the one that was rejected again was sent twice").hasSize(ITEMS + 1);
        assertThat(Collections.frequency(replays, twice)).isEqualTo(2);
        assertThat(replays.stream().distinct()).hasSize(ITEMS);

        Map<String, Integer> answers = new TreeMap<>();
        int rejected = 0;
        try (RecommendationSubscriber subscriber =
                new RecommendationSubscriber(Map.of("bootstrap.servers", servers), Topics.DEFAULT, true)) {
            while (!subscriber.atEnd()) {
                for (Answer answer : subscriber.poll(Duration.ofMillis(100))) {
                    if (answer instanceof Answer.Rejected) {
                        rejected++;
                    } else {
                        answers.merge(answer.itemId(), 1, Integer::sum);
                    }
                }
            }
        }
        assertThat(answers).hasSize(ITEMS).values().containsOnly(1);
        assertThat(rejected).isEqualTo(ITEMS + 1);
        JsonNode summary = last("list", "--summary", "--json");
        assertThat(summary.path("redriven").asInt()).isEqualTo(ITEMS + 1);
    }

    private void publish() throws IOException, InterruptedException {
        Map<String, Object> client = Map.of("bootstrap.servers", servers);
        TopicCreator.create(client, Topics.DEFAULT, 4, (short) 1);
        Path catalog = directory.resolve("catalog");
        SampleCatalog.draw(ITEMS, 1, catalog);
        new CatalogPublisher(client, Topics.DEFAULT)
                .publish(Catalog.read(catalog), PublishOptions.DEFAULT, ProgressListener.SILENT);
    }

    private WorkerProcess worker(String id, String... more) throws IOException, InterruptedException {
        List<String> settings = new ArrayList<>(List.of(
                "kafka.bootstrap.servers=" + servers,
                "worker.id=" + id,
                "data.dir=" + directory.resolve(id),
                "extract.threads=1"));
        settings.addAll(Arrays.asList(more));
        WorkerProcess worker = WorkerProcess.fork(id, directory.resolve(id + ".log"), settings);
        worker.awaitReady(LIMIT);
        return worker;
    }

    private static void stop(WorkerProcess worker) {
        worker.stop();
        worker.awaitStop(Duration.ofSeconds(20));
    }

    /** The command in a process of its own. */
    private Process redriving(int rate) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Twinset.class.getName(),
                        "rejected",
                        "redrive",
                        "--bootstrap",
                        servers,
                        "--rate",
                        Integer.toString(rate))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("redrive-" + rate + ".log").toFile())
                .start();
    }

    private void awaitDeadLetters(int count) throws Exception {
        await(() -> last("list", "--summary", "--json").path("count").asInt() >= count);
    }

    private void awaitReplays(int count) throws Exception {
        await(() -> replays().size() >= count);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.holds()) {
            assertThat(System.nanoTime() - start).as("waited for, ns").isLessThan(LIMIT.toNanos());
            Thread.sleep(50);
        }
    }

    /** The item of each event that was sent again, by what is committed. */
    private List<String> replays() {
        List<String> items = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.DEFAULT.images()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.headers().lastHeader("ce_replaycount") != null) {
                        items.add(new String(record.key(), UTF_8));
                    }
                }
            }
        }
        return items;
    }

    private int twinset(String... arguments) throws IOException {
        return run(new StringWriter(), arguments);
    }

    private JsonNode last(String... arguments) throws IOException {
        List<JsonNode> lines = lines(arguments);
        return lines.get(lines.size() - 1);
    }

    private List<JsonNode> lines(String... arguments) throws IOException {
        StringWriter out = new StringWriter();
        run(out, arguments);
        List<JsonNode> nodes = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            nodes.add(new ObjectMapper().readTree(line));
        }
        assertThat(nodes).as(err.toString()).isNotEmpty();
        return nodes;
    }

    private int run(StringWriter out, String... arguments) {
        List<String> all = new ArrayList<>(List.of("rejected"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--bootstrap", servers));
        CommandLine twinset = Twinset.commandLine();
        twinset.setOut(new PrintWriter(out, true));
        twinset.setErr(new PrintWriter(err, true));
        return twinset.execute(all.toArray(String[]::new));
    }
}
