package dev.twinset.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.catalog.Catalog;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.command.DeleteCommand;
import dev.twinset.producer.command.GalleryCommand;
import dev.twinset.producer.command.PublishCommand;
import dev.twinset.producer.command.QueryCommand;
import dev.twinset.producer.command.WatchCommand;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as the launcher runs them, without the launcher. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before the first test
final class CommandsIT {
    private static final int ITEMS = 12;

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Kafka kafka = new Kafka();

    private static Path catalog;

    @TempDir
    Path own;

    @BeforeAll
    static void start() throws IOException {
        catalog = directory.resolve("catalog");
        SampleCatalog.draw(ITEMS, 1, catalog);
        Files.write(catalog.resolve("images/10003.jpg"), new byte[] {0, 1, 2});
        Files.delete(catalog.resolve("images/10005.jpg"));
    }

    @Test
    void publishCreatesTopicsAndTellsWhatItDid() throws IOException {
        Topics topics = kafka.names();
        CommandRun run = run(
                new PublishCommand(),
                topics,
                catalog.toString(),
                "--create-topics",
                "--partitions",
                "3",
                "--state",
                state());
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("not published: 10005: ")
                .contains("there is no such file")
                .contains("published: 11 of 12 images acknowledged")
                .contains("1 not published");
        assertThat(kafka.keys(topics.images())).hasSize(11);
        assertThat(Path.of(state())).doesNotExist();
    }

    @Test
    void publishSpeaksJson() throws IOException {
        Topics topics = kafka.names();
        CommandRun run = run(
                new PublishCommand(),
                topics,
                catalog.toString(),
                "--create-topics",
                "--json",
                "--limit",
                "7",
                "--state",
                state());
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("items").asInt()).isEqualTo(7);
        assertThat(json.path("acknowledged").asInt()).isEqualTo(6);
        assertThat(json.path("unpublished").path(0).path("itemId").asText()).isEqualTo("10005");
        assertThat(json.path("interrupted").asBoolean(true)).isFalse();
    }

    @Test
    void anArchiveIsPublishedAndATableOfPaths() throws Exception {
        Topics topics = kafka.topics();
        Path zip = own.resolve("shop.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (int id = 10000; id < 10003; id++) {
                out.putNextEntry(new ZipEntry("shop/" + id + ".jpg"));
                Files.copy(catalog.resolve("images/" + id + ".jpg"), out);
            }
            out.putNextEntry(new ZipEntry("../leak.jpg"));
        }
        CommandRun archive = run(new PublishCommand(), topics, zip.toString(), "--state", state());
        assertThat(archive.status()).as(archive.err()).isZero();
        assertThat(archive.out())
                .contains("note: in shop.zip left out: 1 path leads out of it")
                .contains("published: 3 of 3 images acknowledged");

        Path table = Files.writeString(own.resolve("items.csv"), "id,path,a,\n7,seven.jpg,x,y\n8,../8.jpg,x,y\n");
        Files.copy(catalog.resolve("images/10000.jpg"), own.resolve("seven.jpg"));
        CommandRun paths = run(new PublishCommand(), topics, table.toString(), "--state", state(), "--json");
        assertThat(paths.status()).as(paths.err()).isZero();
        assertThat(paths.objects().get(0).path("notices")).hasSize(2);
        assertThat(kafka.keys(topics.images())).containsExactlyInAnyOrder("10000", "10001", "10002", "7");
    }

    @Test
    void nothingPublishedOutOfSomethingIsAFailure() throws Exception {
        Topics topics = kafka.topics();
        Files.createDirectory(own.resolve("images"));
        Files.writeString(own.resolve("styles.csv"), "id\n1\n2\n");
        Files.createSymbolicLink(own.resolve("images/1.jpg"), catalog.resolve("images/10000.jpg"));
        CommandRun run = run(new PublishCommand(), topics, own.toString(), "--state", state());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("note: left out: 1 link leads out of it")
                .contains("not published: 1: ")
                .contains("a link leads out of the catalogue")
                .contains("published: 0 of 2 images acknowledged");
    }

    @Test
    void wrongUseIsToldBeforeAnythingIsSent() throws Exception {
        Topics topics = kafka.topics();
        assertThat(run(new PublishCommand(), topics, catalog.toString(), "--rate", "0")
                        .status())
                .isEqualTo(2);
        assertThat(run(new PublishCommand(), topics, catalog.toString(), "--limit", "0")
                        .status())
                .isEqualTo(2);
        assertThat(run(new PublishCommand(), topics).status()).isEqualTo(2);
        assertThat(run(new WatchCommand(), topics, "--limit", "0").status()).isEqualTo(2);
        assertThat(run(new DeleteCommand(), topics).status()).isEqualTo(2);
        CommandRun missing =
                run(new PublishCommand(), topics, own.resolve("nowhere").toString());
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).contains("the folder does not exist");
        assertThat(kafka.keys(topics.images())).isEmpty();
    }

    @Test
    void watchPrintsWhatIsThereAndEnds() throws Exception {
        Topics topics = published();
        CommandRun rows = run(new WatchCommand(), topics, "--from-beginning", "--limit", "11");
        assertThat(rows.status()).isZero();
        assertThat(rows.out().lines())
                .hasSize(11)
                .anyMatch(line -> line.matches("10000 +twin 0.875 \\(97 %\\)  cousin 0.500 \\( 8 %\\)"));
        assertThat(rows.out()).contains("10003             rejected: UNSUPPORTED_FORMAT, begins with 0");

        CommandRun json = run(new WatchCommand(), topics, "--from-beginning", "--exit-at-end", "--json");
        int rejected = 0;
        for (String line : json.out().lines().toList()) {
            JsonNode node = new ObjectMapper().readTree(line);
            if (node.path("status").asText().equals("rejected")) {
                rejected++;
                assertThat(node.path("itemId").asText()).isEqualTo("10003");
                assertThat(node.path("reason").asText()).isEqualTo("UNSUPPORTED_FORMAT");
            } else {
                assertThat(node.path("recommendations").path(0).path("itemId").asText())
                        .isEqualTo("twin");
            }
        }
        assertThat(json.out().lines()).hasSize(11);
        assertThat(rejected).isEqualTo(1);
    }

    @Test
    void queryPrintsItsAnswer() throws Exception {
        Topics topics = kafka.topics();
        kafka.work(topics);
        CommandRun table = run(
                new QueryCommand(), topics, catalog.resolve("images/10000.jpg").toString());
        assertThat(table.status()).isZero();
        assertThat(table.out())
                .containsSubsequence(
                        "rank", "item", "score", "same kind", "1", "twin", "0.8750", "97 %", "2", "cousin", "8 %");

        CommandRun rejected = run(
                new QueryCommand(),
                topics,
                "--json",
                catalog.resolve("images/10003.jpg").toString());
        assertThat(rejected.status()).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(rejected.out()).path("status").asText())
                .isEqualTo("rejected");

        CommandRun missing =
                run(new QueryCommand(), topics, own.resolve("none.jpg").toString());
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).contains("the file does not exist");
    }

    @Test
    void whatIsAskedOfAnswersReachesTheWorkers() throws Exception {
        Topics topics = kafka.topics();
        kafka.work(topics);
        assertThat(run(
                                new PublishCommand(),
                                topics,
                                catalog.toString(),
                                "--answer-limit",
                                "3",
                                "--why",
                                "--state",
                                state())
                        .status())
                .isZero();
        CommandRun seen = run(new WatchCommand(), topics, "--from-beginning", "--limit", "11", "--json");
        assertThat(seen.objects())
                .filteredOn(answer -> !answer.path("status").asText().equals("rejected"))
                .hasSize(10)
                .allMatch(answer -> answer.path("options").path("limit").asInt() == 3)
                .allMatch(answer -> answer.path("recommendations").size() <= 3);

        Map<String, String> genders = new HashMap<>();
        Catalog.read(catalog)
                .items()
                .forEach(item -> genders.put(item.id(), item.attributes().getOrDefault("gender", "")));
        String gender = genders.getOrDefault("10000", "");
        CommandRun table = run(
                new QueryCommand(),
                topics,
                "--limit",
                "8",
                "--filter",
                "gender",
                "--attribute",
                "gender=" + gender,
                "--why",
                catalog.resolve("images/10000.jpg").toString());
        assertThat(table.status()).as(table.err()).isZero();
        assertThat(table.out())
                .contains(
                        "taken for kind Shirts",
                        "the same image  = copy-3",
                        "= copy-1, copy-2 and 3 more",
                        "look ######");
        assertThat(table.out().lines().filter(line -> line.matches(" +\\d+  10\\d{3} .*")))
                .isNotEmpty()
                .allMatch(line -> gender.equals(genders.get(line.strip().split(" +", 3)[1])));
    }

    @Test
    void deleteWithdrawsAnItem() throws Exception {
        Topics topics = published();
        CommandRun run = run(new DeleteCommand(), topics, "10000", "10001");
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith("deleted: 2 items acknowledged")
                .contains("an id that is not in it is acknowledged, too");
        CommandRun seen = run(new WatchCommand(), topics, "--from-beginning", "--limit", "13", "--json");
        assertThat(seen.out()).contains("{\"itemId\":\"10000\",\"status\":\"deleted\"}");
        assertThat(run(new DeleteCommand(), topics, "a/b").status()).isEqualTo(1);
    }

    @Test
    void aMisspelledStateOrSettingIsOneSentence() throws Exception {
        Topics topics = kafka.topics();
        Path text = Files.writeString(own.resolve("notes.txt"), "precious");
        CommandRun run = run(new PublishCommand(), topics, catalog.toString(), "--state", text.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("is not a state file of twinset publish");
        CommandRun setting = run(
                new PublishCommand(),
                topics,
                catalog.toString(),
                "--state",
                state(),
                "--kafka",
                "security.protocol=SLL");
        assertThat(setting.status()).isEqualTo(1);
        assertThat(setting.err()).contains("cannot connect to Kafka").contains("security.protocol");
    }

    @Test
    void galleryTellsWhereItIsAndServesUntilInterrupted() throws Exception {
        Topics topics = kafka.topics();
        StringWriter out = new StringWriter();
        CommandLine gallery = new CommandLine(new GalleryCommand()).setOut(new PrintWriter(out, true));
        Thread serving = new Thread(() -> gallery.execute(kafka.arguments(topics, "--port", "0", "--json")));
        serving.start();
        for (int i = 0; i < 600 && out.toString().isEmpty(); i++) {
            Thread.sleep(50);
        }
        String address =
                new ObjectMapper().readTree(out.toString()).path("address").asText();
        assertThat(address).matches("http://127\\.0\\.0\\.1:\\d+/");
        HttpRequest page = HttpRequest.newBuilder(URI.create(address)).build();
        HttpClient http = HttpClient.newHttpClient();
        assertThat(http.send(page, HttpResponse.BodyHandlers.ofString()).body()).contains("<title>Twinset</title>");
        serving.interrupt();
        serving.join();
        assertThatThrownBy(() -> http.send(page, HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void galleryIsNotServedToOthersWithoutAToken() throws Exception {
        Topics topics = kafka.names();
        CommandRun open = run(new GalleryCommand(), topics, "--host", "0.0.0.0");
        assertThat(open.status()).isEqualTo(2);
        assertThat(open.err()).contains("--token-file is needed");
        assertThat(run(new GalleryCommand(), topics, "--port", "65536").status())
                .isEqualTo(2);
    }

    private Topics published() throws IOException, InterruptedException {
        Topics topics = kafka.topics();
        kafka.work(topics);
        assertThat(run(new PublishCommand(), topics, catalog.toString(), "--state", state())
                        .status())
                .isZero();
        return topics;
    }

    private String state() {
        return own.resolve("state").toString();
    }

    private static CommandRun run(Object command, Topics topics, String... arguments) {
        return CommandRun.of(command, kafka.arguments(topics, arguments));
    }
}
