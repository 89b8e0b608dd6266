package dev.twinset.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.twinset.broker.LocalKafka;
import dev.twinset.console.process.WorkerProcess;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.topics.TopicCreator;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stranger's first quarter of an hour: the programs of docs/clients.md, as they stand there, with clients that nobody
 * here wrote. Each publishes three pictures, reads three answers, deletes an item, and publishes the others again.
 */
@Timeout(300)
class ClientExamplesIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void kcat() throws Exception {
        assumeInstalled("REQUIRE_KCAT", "no kcat on this machine: install the package kcat", "kcat", "-V");
        run("bash", "example.sh", "bash", "-eu", "-o", "pipefail");
    }

    @Test
    void confluentKafkaOfPython() throws Exception {
        String python = Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";
        assumeTrue(
                succeeds(python, "-c", "import confluent_kafka"),
                "no confluent-kafka on this machine: install the package python3-confluent-kafka");
        run("python", "example.py", python);
    }

    @Test
    void kafkajsOfNode() throws Exception {
        assumeInstalled(
                "REQUIRE_NODE_PACKAGES",
                "no kafkajs on this machine: npm install kafkajs, and let NODE_PATH name its node_modules",
                "node",
                "-e",
                "require('kafkajs')");
        run("js", "example.js", "node");
    }

    @Test
    void java() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        run("java", "Example.java", java, "-cp", System.getProperty("java.class.path"));
    }

    /** Where the tests' programs were installed, a skipped test would go unnoticed. */
    private static void assumeInstalled(String required, String otherwise, String... command) throws Exception {
        boolean installed = succeeds(command);
        assertThat(installed || System.getenv(required) == null).as(otherwise).isTrue();
        assumeTrue(installed, otherwise);
    }

    private void run(String language, String file, String... interpreter) throws Exception {
        Path pictures = Files.createDirectory(directory.resolve("pictures"));
        Path catalog = directory.resolve("catalog");
        SampleCatalog.draw(3, 1, catalog);
        List<String> ids = List.of("one", "two", "three");
        for (int i = 0; i < ids.size(); i++) {
            Files.copy(catalog.resolve("images/" + (10_000 + i) + ".jpg"), pictures.resolve(ids.get(i) + ".jpg"));
        }
        Files.writeString(pictures.resolve(file), example(language));
        try (LocalKafka kafka = LocalKafka.inProcess(directory.resolve("broker"))) {
            String servers = kafka.bootstrapServers();
            TopicCreator.create(Map.of("bootstrap.servers", servers), Topics.DEFAULT, 3, (short) 1);
            WorkerProcess worker = WorkerProcess.fork(
                    "w1",
                    directory.resolve("w1.log"),
                    List.of(
                            "kafka.bootstrap.servers=" + servers,
                            "worker.id=w1",
                            "data.dir=" + directory.resolve("w1"),
                            "extract.threads=1"));
            worker.awaitReady(LIMIT);
            assertAnswers(output(pictures, servers, file, interpreter));
            worker.stop();
            worker.awaitStop(Duration.ofSeconds(20));
        }
    }

    private static void assertAnswers(String output) {
        Map<String, String> first = new LinkedHashMap<>();
        Map<String, String> last = new LinkedHashMap<>();
        for (String line : output.lines().toList()) {
            String key = line.replaceAll(" .*", "");
            String answer = line.substring(key.length()).strip();
            first.putIfAbsent(key, answer);
            last.put(key, answer);
        }
        assertThat(first).as(output).containsOnlyKeys("one", "two", "three");
        assertThat(String.join("\n", first.values())).as("before the deletion").contains("\"score\"");
        assertThat(last.get("two")).as("the deleted item's answer is withdrawn").isEmpty();
        assertThat(last.get("one")).contains("\"status\":\"few\"", "\"three\"").doesNotContain("\"two\"");
        assertThat(last.get("three")).contains("\"status\":\"few\"", "\"one\"").doesNotContain("\"two\"");
    }

    private String output(Path pictures, String servers, String file, String... interpreter)
            throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder program = new ProcessBuilder(
                        Stream.concat(Stream.of(interpreter), Stream.of(file)).toList())
                .directory(pictures.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        program.environment().put("KAFKA", servers);
        Process running = program.start();
        try {
            boolean ended = running.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            String said = Files.readString(err, UTF_8);
            assertThat(ended).as("ended in time, and said: " + said).isTrue();
            assertThat(running.exitValue()).as(said).isZero();
        } finally {
            running.destroyForcibly();
        }
        return Files.readString(out, UTF_8);
    }

    private static String example(String language) throws IOException {
        Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Project.read("docs/clients.md"));
        assertThat(block.find()).as("a block of " + language).isTrue();
        return block.group(1);
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
