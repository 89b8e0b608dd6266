package dev.twinset.producer.rejected;

import static dev.twinset.contract.rejection.RejectionReason.CORRUPT;
import static dev.twinset.contract.rejection.RejectionReason.INVALID_ID;
import static dev.twinset.contract.rejection.RejectionReason.TOO_MANY_PIXELS;
import static dev.twinset.contract.rejection.RejectionReason.UNSUPPORTED_FORMAT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.producer.CommandRun;
import dev.twinset.producer.Kafka;
import dev.twinset.producer.command.RejectedCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as the launcher runs them, without the launcher. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before each test
final class RejectedCommandsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JPEG = "\u00FF\u00D8\u00FF";

    @RegisterExtension
    static final Kafka kafka = new Kafka();

    @TempDir
    Path own;

    private RejectingShop shop;

    @BeforeEach
    void open() throws Exception {
        shop = new RejectingShop(kafka);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(new RejectedCommand(), kafka.arguments(shop.topics(), arguments));
    }

    @Test
    void listShowsTheNewestAndFilters() throws Exception {
        shop.rejectMany(5);
        Thread.sleep(5);
        EventHeader id = new EventHeader("ce_id", "event-9".getBytes(UTF_8));
        shop.reject(shop.upload("broken", "x", id), CORRUPT);

        CommandRun newest = run("list", "--limit", "2");
        assertThat(newest.status()).isZero();
        assertThat(newest.out().lines().toList().get(1)).contains("CORRUPT").contains("broken");
        assertThat(newest.out()).contains("2 of 6 shown").hasLineCount(4);
        assertThat(run("list", "--all", "--json").objects()).hasSize(6);
        assertThat(run("list", "--json", "--reason", "corrupt").objects()).hasSize(1);
        assertThat(run("list", "--json", "--event", "event-9").objects()).hasSize(1);
        assertThat(run("list", "--json", "--item", "item-3").objects())
                .singleElement()
                .satisfies(json -> assertThat(json.path("reason").asText()).isEqualTo("TOO_MANY_PIXELS"));
        assertThat(run("list", "--json", "--since", "1h").objects()).hasSize(6);
        assertThat(run("list", "--json", "--since", "2100-01-01").objects()).isEmpty();
        assertThat(run("list", "--json", "--until", "1h").objects()).isEmpty();
    }

    @Test
    void listCountsByReason() throws Exception {
        shop.rejectMany(3);
        shop.reject(shop.upload("broken", "x"), CORRUPT);
        shop.send(new ProducerRecord<>(shop.topics().rejected(), new byte[] {1}, new byte[] {2}));
        assertThat(run("redrive", "--yes", "--json", "--item", "item-1").status())
                .isZero();

        JsonNode json = run("list", "--summary", "--json").objects().get(0);
        assertThat(json.at("/reasons/TOO_MANY_PIXELS/count").asInt()).isEqualTo(3);
        assertThat(json.at("/reasons/TOO_MANY_PIXELS/redriven").asInt()).isEqualTo(1);
        assertThat(json.path("count").asInt()).isEqualTo(4);
        assertThat(json.path("unreadable").asInt()).isEqualTo(1);
        assertThat(run("list", "--summary").out())
                .containsPattern("TOO_MANY_PIXELS +3 +1 +once the cause is fixed")
                .containsPattern("CORRUPT +1 +0 +no");
    }

    @Test
    void untrustedTextCannotSteerTheTerminal() throws Exception {
        EventHeader header = new EventHeader("x\u001B[31m", "y\u202E\n".getBytes(UTF_8));
        RecordMetadata place = shop.reject(shop.upload("a\u001B[2J\u202Eb\nzz", "x", header), INVALID_ID);
        shop.send(new ProducerRecord<>(shop.topics().rejected(), "\u001B[0m".getBytes(UTF_8), new byte[] {2}));

        for (CommandRun run : List.of(
                run("list"),
                run("list", "--json"),
                run("show", place.partition() + "@" + place.offset()),
                run("show", "--json", place.partition() + "@" + place.offset()))) {
            assertThat(run.status()).isZero();
            assertThat(run.out()).containsIgnoringCase("u001b").doesNotContain("\u001B", "\u202E", "\nzz");
        }
    }

    @Test
    void showTellsEverythingAndWhatToDo() throws Exception {
        EventHeader id = new EventHeader("ce_id", "event-9".getBytes(UTF_8));
        RecordMetadata place = shop.reject(shop.upload("item-7", "seven!", id), TOO_MANY_PIXELS);

        for (String which : List.of(place.partition() + "@" + place.offset(), "item-7", "event-9")) {
            assertThat(run("show", which).out())
                    .contains("TOO_MANY_PIXELS", "for a test", "image.max.pixels", "event-9", "6 bytes, kept")
                    .containsPattern("redriven +no")
                    .containsPattern("ce_id +event-9");
        }
        JsonNode json = run("show", "--json", "item-7").objects().get(0);
        assertThat(json.path("mendable").asBoolean()).isTrue();
        assertThat(json.at("/headers/0/name").asText()).isEqualTo("ce_id");
        CommandRun none = run("show", "99@12");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).contains("there is no dead letter 99@12");
        assertThat(run("show", "foo").err())
                .contains("there is no dead letter foo")
                .contains("expected PARTITION@OFFSET such as 3@42, or the id of an item or an event");
    }

    @Test
    void whatIsNotShownIsCountedAsJsonWhereJsonIsAskedFor() throws Exception {
        for (int i = 0; i < 12; i++) {
            shop.reject(shop.upload("item-7", "seven " + i), TOO_MANY_PIXELS);
        }
        CommandRun list = run("list", "--json", "--limit", "5");
        assertThat(list.objects()).hasSize(5);
        assertThat(JSON.readTree(list.err()).path("notShown").asInt()).isEqualTo(7);
        CommandRun show = run("show", "--json", "item-7");
        assertThat(show.objects()).hasSize(10);
        assertThat(JSON.readTree(show.err()).path("notShown").asInt()).isEqualTo(2);
    }

    @Test
    void anItemWithoutAnIdIsNoGapInTheTable() throws Exception {
        RecordMetadata place = shop.reject(shop.upload("", "x"), INVALID_ID);
        String position = place.partition() + "@" + place.offset();
        assertThat(run("list").out()).containsPattern(position + " +INVALID_ID +\\(no id\\)");
        assertThat(run("show", position).out()).containsPattern("item +\\(no id\\)");
    }

    @Test
    void exportWritesHostileIdsToHarmlessNames() throws Exception {
        shop.reject(shop.upload("../../etc/passwd", "one"), INVALID_ID);
        shop.reject(shop.upload("/tmp/x\u0000.sh", "two"), INVALID_ID);
        shop.reject(shop.upload(".", JPEG), CORRUPT);
        shop.reject(shop.upload(".", "same id"), CORRUPT);
        shop.send(new ProducerRecord<>(shop.topics().rejected(), new byte[] {1}, new byte[] {2}));
        Path out = own.resolve("deep/out");

        CommandRun run = run("export", "--out", out.toString());

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("exported: 4 files").contains("1 dead letters without bytes");
        try (Stream<Path> files = Files.walk(own)) {
            assertThat(files.filter(Files::isRegularFile)).allSatisfy(file -> {
                assertThat(file.getParent()).isEqualTo(out);
                assertThat(file.getFileName().toString())
                        .matches("index.jsonl|[0-9]+-[0-9]+-[A-Za-z0-9_-]*\\.(bin|jpg)");
            });
        }
        List<String> index = Files.readAllLines(out.resolve("index.jsonl"));
        assertThat(index).hasSize(6);
        JsonNode line = JSON.readTree(index.get(1));
        assertThat(out.resolve(line.path("file").asText())).isRegularFile();
    }

    @Test
    void exportGivesEachFileTheEndingOfItsKind() throws Exception {
        List<String> starts = List.of("GIF89a", "II*\0", "\0\0\0 ftypavif", "\0\0\0 ftypheic", "<html>", "text");
        for (int i = 0; i < starts.size(); i++) {
            shop.reject(shop.upload("kind-" + i, starts.get(i) + " and more"), UNSUPPORTED_FORMAT);
        }
        Path out = own.resolve("kinds");

        assertThat(run("export", "--out", out.toString()).status()).isZero();

        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString().replaceFirst("^[0-9]+-[0-9]+-", "")))
                    .containsExactlyInAnyOrder(
                            "index.jsonl",
                            "kind-0.gif",
                            "kind-1.tif",
                            "kind-2.avif",
                            "kind-3.heic",
                            "kind-4.html",
                            "kind-5.bin");
        }
    }

    @Test
    void exportGoesOnAfterAKillAndOverwritesNothing() throws Exception {
        shop.rejectMany(4);
        Path out = own.resolve("out");
        assertThat(run("export", "--out", out.toString()).status()).isZero();
        Path index = out.resolve("index.jsonl");
        List<String> lines = Files.readAllLines(index);
        // killed while it wrote the last line, and another file
        Files.writeString(
                index,
                String.join("\n", lines.subList(0, 4)) + "\n" + lines.get(4).substring(0, 30));
        Path file = out.resolve(JSON.readTree(lines.get(3)).path("file").asText());
        Files.writeString(file.resolveSibling(file.getFileName() + ".part"), "half");
        shop.rejectMany(1);

        CommandRun run = run("export", "--out", out.toString(), "--json");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.objects().get(0).path("files").asInt()).isEqualTo(2);
        assertThat(run.objects().get(0).path("exportedBefore").asInt()).isEqualTo(3);
        assertThat(Files.readAllLines(index)).hasSize(6).containsAll(lines);

        shop.rejectMany(1);
        JsonNode next = run("list", "--json", "--limit", "1").objects().get(0);
        Path squatted = out.resolve(next.path("position").asText().replace('@', '-') + "-item-0.bin");
        Files.writeString(squatted, "precious");
        CommandRun refused = run("export", "--out", out.toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .contains("exists already, with other content")
                .contains("run the same command to continue");
        assertThat(squatted).hasContent("precious");
    }

    @Test
    void exportRefusesForeignFolders() throws Exception {
        shop.rejectMany(1);
        Path notes = Files.writeString(own.resolve("notes.txt"), "precious");
        assertThat(run("export", "--out", own.toString()).err()).contains("is not empty");
        assertThat(notes).hasContent("precious");
        Path out = own.resolve("out");
        assertThat(run("export", "--out", out.toString()).status()).isZero();
        shop.close();
        shop = new RejectingShop(kafka);
        assertThat(run("export", "--out", out.toString()).err()).contains("of another topic");
    }

    @Test
    void redriveTellsWhatItDid() throws Exception {
        shop.rejectMany(3);
        shop.reject(shop.upload("broken", "x"), CORRUPT);

        CommandRun dry = run("redrive", "--dry-run");
        assertThat(dry.status()).isZero();
        assertThat(dry.out())
                .contains("would send again: 3 {TOO_MANY_PIXELS=3}")
                .contains("left out: 1");
        CommandRun unanswered = run("redrive", "--json", "--wait", "1s");
        assertThat(unanswered.status()).isEqualTo(1);
        JsonNode json = unanswered.objects().get(0);
        assertThat(json.path("redriven").asInt()).isEqualTo(3);
        assertThat(json.path("unanswered").asInt()).isEqualTo(3);
        assertThat(json.at("/leftOut/NOT_MENDABLE").asInt()).isEqualTo(1);
        assertThat(run("redrive").out())
                .contains("sent again: 0 of 0")
                .contains("left out: 3, it was sent again before");
    }

    @Test
    void waitTellsAnswersFromRejections() throws Exception {
        shop.rejectMany(2);
        Thread worker = new Thread(() -> shop.answerReplays(2, "item-1"));
        worker.start();

        CommandRun run = run("redrive", "--json", "--wait", "30s");

        worker.join();
        assertThat(run.status()).isEqualTo(1);
        JsonNode json = run.objects().get(0);
        assertThat(json.path("answered").asInt()).isEqualTo(1);
        assertThat(json.at("/rejectedAgain/CORRUPT").asInt()).isEqualTo(1);
        assertThat(json.path("unanswered").asInt()).isZero();
    }

    @Test
    void wrongUseIsTold() {
        assertThat(run().status()).isEqualTo(2);
        assertThat(run("list", "--reason", "TOO_GREEN").status()).isEqualTo(2);
        assertThat(run("list", "--since", "yesterday").err()).contains("expected such as 2h");
        assertThat(run("list", "--limit", "0").status()).isEqualTo(2);
        assertThat(run("list", "--since", "1h", "--until", "2h").status()).isEqualTo(2);
        assertThat(run("redrive", "--rate", "0").status()).isEqualTo(2);
        assertThat(run("redrive", "--max-replays", "0").status()).isEqualTo(2);
        assertThat(run("redrive", "--wait", "soon").status()).isEqualTo(2);
        assertThat(run("export").status()).isEqualTo(2);
    }

    @Test
    void aMissingTopicIsOneSentence() {
        CommandRun run = run("list", "--kafka", "client.dns.lookup=use_all_dns_ips");
        assertThat(run.status()).isZero();
        StringWriter err = new StringWriter();
        int status = new CommandLine(new RejectedCommand())
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((e, line, result) -> {
                    line.getErr().println(e.getMessage());
                    return 1;
                })
                .execute("list", "--bootstrap", kafka.bootstrapServers(), "--rejected-topic", "nowhere");
        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).contains("has no topic nowhere").hasLineCount(1);
    }
}
