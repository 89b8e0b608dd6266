package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.broker.LocalKafka;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.worker.models.ModelCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that switch models, and real workers that follow. */
@Timeout(240)
class ModelCommandsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void workersDoWhatTheCommandsSay() throws Exception {
        try (LocalKafka kafka = LocalKafka.inProcess(directory.resolve("kafka"));
                TestShop shop = new TestShop(kafka.bootstrapServers(), "shop");
                RunningWorker old = worker(shop, kafka, "old")) {
            shop.upload("a", "image a");
            shop.upload("b", "image b");
            shop.awaitAnswers(TIMEOUT);
            try (RunningWorker other = worker(shop, kafka, "new")) {
                assertThat(run(shop, kafka, "switch", "new"))
                        .contains("model new answers now, term 2, instead of old; nobody answered for ");
                shop.upload("c", "image c");
                shop.query("q", "image q");
                shop.awaitAnswers(TIMEOUT);
                assertThat(answers(shop)).containsExactly("old", "old", "new", "new");

                assertThat(run(shop, kafka, "back")).contains("model old answers now, term 3, instead of new");
                shop.upload("d", "image d");
                shop.awaitAnswers(TIMEOUT);
                assertThat(answers(shop)).endsWith("new", "old").hasSize(5);
                assertThat(run(shop, kafka, "list", "--json"))
                        .contains("{\"model\":\"new\",\"state\":\"ready\",\"workers\":1,\"lag\":0}")
                        .contains("\"state\":\"serving\"");
                assertThat(old.ended()).isNotDone();
                assertThat(other.ended()).isNotDone();
            }
        }
    }

    /** The models of all answers, in the order of their times. */
    private static List<String> answers(TestShop shop) {
        return shop.read(shop.topics.recommendations()).stream()
                .sorted((one, other) -> Long.compare(one.timestampMillis(), other.timestampMillis()))
                .map((EventRecord record) -> shop.codec.recommendations(record).model())
                .toList();
    }

    private RunningWorker worker(TestShop shop, LocalKafka kafka, String model) {
        return new RunningWorker(
                        shop, kafka.bootstrapServers(), "worker-" + model, directory, new FakeExtractor(model, 0))
                .awaitReady();
    }

    private static String run(TestShop shop, LocalKafka kafka, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        Map.of(
                        "kafka.bootstrap.servers", kafka.bootstrapServers(),
                        "group.prefix", shop.topics.images(),
                        "topics.images", shop.topics.images(),
                        "topics.queries", shop.topics.queries(),
                        "topics.models", shop.topics.models(),
                        "topics.features.prefix", shop.topics.featuresPrefix())
                .forEach((name, value) -> all.addAll(List.of("--set", name + "=" + value)));
        StringWriter out = new StringWriter();
        new CommandLine(new ModelCommand())
                .setOut(new PrintWriter(out, true))
                .setExecutionExceptionHandler((e, line, result) -> {
                    out.write(String.valueOf(e.getMessage()));
                    return 1;
                })
                .execute(all.toArray(String[]::new));
        return out.toString();
    }
}
