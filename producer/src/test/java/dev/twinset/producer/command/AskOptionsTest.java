package dev.twinset.producer.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.producer.CommandRun;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class AskOptionsTest {
    @TempDir
    Path directory;

    @Test
    void eachOptionGoesByItsNameInTheContract() {
        AskOptions all = parsed(
                "--score-threshold=0.5",
                "--filter",
                "-brand,gender=Women|Unisex",
                "--fallback",
                "--group-by=style",
                "--group-size=2",
                "--diversity=0.25",
                "--why");
        assertThat(all.asked("--limit", Optional.of("8")))
                .isEqualTo(Map.of(
                        "limit", "8",
                        "scorethreshold", "0.5",
                        "filter", "-brand,gender=Women|Unisex",
                        "fallback", "true",
                        "groupby", "style",
                        "groupsize", "2",
                        "diversity", "0.25",
                        "why", "true"));
    }

    @Test
    void whatIsNotGivenIsTheWorkersDefaultAndNoIsNot() {
        assertThat(parsed().asked("--limit", Optional.empty())).isEmpty();
        assertThat(parsed("--no-why", "--no-fallback", "--filter=").asked("--limit", Optional.empty()))
                .isEqualTo(Map.of("why", "false", "fallback", "false", "filter", ""));
    }

    @Test
    void aFaultIsOneSentenceByTheOptionsOwnNameBeforeKafkaIsAsked() {
        String image = directory.resolve("none.jpg").toString();
        assertRefused(new QueryCommand(), "--limit is \"0\", expected", image, "--limit", "0");
        assertRefused(new QueryCommand(), "--score-threshold is \"2\", expected", image, "--score-threshold", "2");
        assertRefused(new QueryCommand(), "--filter is \"Gender=Men\" with \"G\" at", image, "--filter", "Gender=Men");
        assertRefused(new QueryCommand(), "--group-size is \"9\", expected", image, "--group-by=a", "--group-size=9");
        String folder = directory.toString();
        assertRefused(new PublishCommand(), "--answer-limit is \"101\", expected", folder, "--answer-limit", "101");
        assertRefused(new PublishCommand(), "--diversity is \"x\", expected", folder, "--diversity", "x");
    }

    @Test
    void aFilterThatComparesWithWhatIsNotKnownOfThePictureIsRefused() {
        String image = directory.resolve("none.jpg").toString();
        assertRefused(
                new QueryCommand(),
                "--filter compares with the picture's brand, which is not known, expected brand!=VALUE, or",
                image,
                "--filter=gender,-brand",
                "--attribute=gender=Men");
        assertRefused(new QueryCommand(), "--attribute has the name \"Gender\"", image, "--attribute=Gender=Men");
        assertRefused(new QueryCommand(), "--attribute has the name \"type\"", image, "--attribute=type=a");
        CommandRun run = CommandRun.of(
                new QueryCommand(), image, "--filter=gender,-brand", "--attribute=gender=Men", "--attribute=brand=A");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("the file does not exist");
    }

    private static void assertRefused(Object command, String sentence, String... arguments) {
        CommandRun run = CommandRun.of(command, arguments);
        assertThat(run.err()).startsWith(sentence);
        assertThat(run.status()).isEqualTo(2);
    }

    private static AskOptions parsed(String... arguments) {
        AskOptions options = new AskOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("ask", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        return options;
    }
}
