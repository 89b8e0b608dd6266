package dev.twinset.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.command.AttributesCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code twinset attributes} on a real broker. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before the first test
final class AttributesCommandIT {
    @RegisterExtension
    static final Kafka kafka = new Kafka();

    @TempDir
    Path directory;

    private Topics topics;

    @BeforeEach
    void makeTopics() throws IOException, InterruptedException {
        topics = kafka.topics();
    }

    private CommandRun run(String... words) {
        return CommandRun.of(new AttributesCommand(), kafka.arguments(topics, words));
    }

    /** Keys and values, of each item in order. */
    private List<String> written(String itemId) {
        return kafka.records(topics.attributes()).stream()
                .filter(record -> itemId.equals(new String(record.key(), StandardCharsets.UTF_8)))
                .map(record -> record.value() == null ? "null" : new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void whatIsSetIsAddedToWhatWasSaidUnlessItReplacesIt() {
        assertThat(run("set", "10042", "available=false", "price=19").out())
                .isEqualToIgnoringNewLines("10042  available=false  price=19");
        assertThat(run("set", "10042", "available=true").status()).isZero();
        assertThat(run("set", "10042", "price=", "brand=A=B").status()).isZero();
        assertThat(run("show", "10042").out()).isEqualToIgnoringNewLines("10042  available=true  brand=A=B");
        CommandRun replaced = run("set", "10042", "season=Fall", "--replace", "--json");
        assertThat(replaced.out())
                .isEqualToIgnoringNewLines("{\"itemId\":\"10042\",\"attributes\":{\"season\":\"Fall\"}}");
        assertThat(run("set", "10042", "season=").out()).isEqualToIgnoringNewLines("10042  (nothing)");

        assertThat(written("10042"))
                .containsExactly(
                        "{\"available\":\"false\",\"price\":\"19\"}",
                        "{\"available\":\"true\",\"price\":\"19\"}",
                        "{\"available\":\"true\",\"brand\":\"A=B\"}",
                        "{\"season\":\"Fall\"}",
                        "null");
    }

    @Test
    void aFileSaysSomethingOfManyItemsAndAnEmptyCellForgets() throws IOException {
        assertThat(run("set", "1", "price=19", "season=Fall").status()).isZero();
        Path file = Files.writeString(
                directory.resolve("stock.csv"), "\uFEFFid,available,price\n1,false,\n2,true,7\n\"3\",,\n1,true,\n");

        CommandRun run = run("set", "--csv", file.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("described: 3 items acknowledged in ");
        assertThat(written("1")).last().isEqualTo("{\"available\":\"true\",\"season\":\"Fall\"}");
        assertThat(written("2")).containsExactly("{\"available\":\"true\",\"price\":\"7\"}");
        assertThat(written("3")).containsExactly("null");
        assertThat(run("set", "--csv", file.toString(), "--json").out()).startsWith("{\"items\":3,\"seconds\":");
    }

    @Test
    void forgottenItemsHaveNothingToShow() {
        assertThat(run("set", "1", "price=19").status()).isZero();
        assertThat(run("forget", "1", "2").out()).isEqualToIgnoringNewLines("forgotten: 2 items acknowledged");
        CommandRun show = run("show", "1");
        assertThat(show.status()).isEqualTo(1);
        assertThat(show.err()).startsWith("nothing is said of item 1 on topic " + topics.attributes());
    }

    /** What a worker leaves out is no reason to lose what was said before. */
    @Test
    void aRecordThatCannotBeReadIsPassedOver() {
        assertThat(run("set", "1", "price=19").status()).isZero();
        try (KafkaProducer<String, String> foreign =
                new KafkaProducer<>(kafka.client(), new StringSerializer(), new StringSerializer())) {
            var unused = foreign.send(new ProducerRecord<>(topics.attributes(), "1", "sold out"));
        }
        assertThat(run("set", "1", "available=false").out()).isEqualToIgnoringNewLines("1  available=false  price=19");
    }

    @Test
    void wrongUseIsToldBeforeAnythingIsSent() throws IOException {
        Map<String, String> wrong = Map.of(
                "set 1", "name an item and what is said of it",
                "set 1 available", "available is no NAME=VALUE",
                "set 1 a=1 a=2", "the name is there twice",
                "set 1 articleType=Shirt", "expected lower-case letters and digits",
                "set 1 limit=3", "which is reserved",
                "set a/b price=3", "id holds '/'",
                "forget a/b", "id holds '/'",
                "set 1 a=1 --csv x.csv", "--csv takes no other words");
        wrong.forEach((words, sentence) -> {
            CommandRun run = run(words.split(" ", -1));
            assertThat(run.err()).as(words).contains(sentence);
            assertThat(run.status()).isEqualTo(2);
        });
        Map<String, String> files = Map.of(
                "available,price\n1,2\n", "has no column id in its first line",
                "id,price\n1,2\n2\n", "line 3: expected 2 cells, as in the first line, found 1",
                "id,limit\n1,2\n", "line 2: attribute's name is \"limit\", which is reserved");
        for (Map.Entry<String, String> file : files.entrySet()) {
            CommandRun run = run(
                    "set",
                    "--csv",
                    Files.writeString(directory.resolve("f.csv"), file.getKey()).toString());
            assertThat(run.err()).as(file.getKey()).contains(file.getValue());
            assertThat(run.status()).isEqualTo(1);
        }
        assertThat(kafka.records(topics.attributes())).isEmpty();
    }

    @Test
    void aTopicThatIsMissingIsNamed() {
        topics = kafka.names();
        CommandRun run = run("set", "1", "price=19", "--replace");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains(topics.attributes());
    }
}
