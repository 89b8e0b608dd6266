package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class TwinsetTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpListsEveryCommandUnderAGroup() {
        assertThat(execute(new IOException("never"), "--help")).isZero();
        for (CommandGroup group : CommandGroup.all()) {
            assertThat(out.toString()).contains(group.title());
        }
        assertThat(out.toString())
                .startsWith("Usage: twinset [-hV] [--debug] COMMAND")
                .containsPattern("(?m)^  broker +Run a real Kafka");
        assertThat(err.toString()).isEmpty();
    }

    /** The launcher's class path is in the same order: each jar in front of it is opened before help is printed. */
    @Test
    void thePicocliJarComesBeforeAllOthers() {
        Stream<String> entries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));

        assertThat(entries.filter(entry -> entry.endsWith(".jar")).findFirst().orElseThrow())
                .contains("picocli");
    }

    /** It is written out since help is printed without making the commands. */
    @Test
    void theSynopsisIsTheOneOfTheOptions() {
        CommandLine root = Twinset.commandLine();
        String written = root.getCommandSpec().usageMessage().customSynopsis()[0];
        root.getCommandSpec().usageMessage().customSynopsis(new String[0]).synopsisSubcommandLabel("COMMAND");
        assertThat(root.getHelp().synopsis(0).strip()).isEqualTo(written);
    }

    @Test
    void everyCommandExplainsItself() {
        CommandLine root = Twinset.commandLine();
        assertThat(root.getSubcommands()).isNotEmpty();
        root.getSubcommands().forEach((name, command) -> {
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as(name)
                    .isNotEmpty();
            assertThat(command.getCommandSpec().mixinStandardHelpOptions())
                    .as(name + " --help")
                    .isTrue();
        });
    }

    @Test
    void onlyTheCommandThatIsAskedForIsMade() {
        Set<String> all = Twinset.commandLine().getSubcommands().keySet();
        assertThat(all).contains("worker", "publish", "torture");
        all.forEach(name -> assertThat(
                        Twinset.commandLine(name, "--help").getSubcommands().keySet())
                .containsExactly(name));
        assertThat(Twinset.commandLine("--help").getSubcommands()).isEmpty();
        assertThat(Twinset.commandLine("--debug", "worker").getSubcommands().keySet())
                .isEqualTo(all);
        assertThat(Twinset.commandLine("brokr").getSubcommands().keySet()).isEqualTo(all);
    }

    @Test
    void versionIsTheBuilds() {
        assertThat(execute(new IOException("never"), "--version")).isZero();
        assertThat(out.toString()).containsPattern("^twinset \\d+\\.\\d+\\.\\d+");
    }

    @Test
    void anUnknownCommandNamesTheNearest() {
        assertThat(execute(new IOException("never"), "brokr")).isEqualTo(2);
        assertThat(err.toString()).startsWith("twinset: there is no command 'brokr'; did you mean 'broker'?");
    }

    @Test
    void wrongOptionsAreWrongUse() {
        assertThat(execute(new IOException("never"), "broker")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--dir")
                .contains("(see twinset broker --help)")
                .hasLineCount(1);
        assertThat(execute(new IOException("never"), "broker", "--dir", "x", "--brokers", "2"))
                .isEqualTo(2);
    }

    @Test
    void noCommandIsWrongUse() {
        assertThat(execute(new IOException("never"))).isEqualTo(2);
    }

    @Test
    void anExpectedFailureIsOneSentence() {
        assertThat(execute(new IOException("the shop is shut"), "fail")).isEqualTo(1);
        assertThat(err.toString()).isEqualToIgnoringNewLines("twinset fail: the shop is shut");
    }

    @Test
    void aMissingFileIsSaidInWords() {
        execute(new NoSuchFileException("/shop/styles.csv"), "fail");
        assertThat(err.toString()).startsWith("twinset fail: /shop/styles.csv: there is no such file");
    }

    @Test
    void aFailureBehindAFutureSpeaksForItselfWithItsCauses() {
        execute(new ExecutionException(new TimeoutException("no answer", new IOException("refused"))), "fail");
        assertThat(err.toString()).isEqualToIgnoringNewLines("twinset fail: Kafka: no answer: refused");
    }

    @Test
    void anUnexpectedFailurePointsToDebug() {
        assertThat(execute(new IllegalStateException("eh"), "fail")).isEqualTo(1);
        assertThat(err.toString())
                .contains("unexpected failure: eh")
                .contains("--debug")
                .hasLineCount(1);
    }

    @Test
    void debugShowsWhereFrom() {
        execute(new IOException("the shop is shut"), "fail", "--debug");
        assertThat(err.toString())
                .contains("twinset fail: the shop is shut")
                .contains("at dev.twinset.cli.TwinsetTest");
    }

    @Test
    void withJsonAFailureIsAnObjectOnStandardOutput() throws IOException {
        String[] explore = {"explore", "--catalog", "no \"such\" folder", "--out", "none"};
        assertThat(execute(new IOException("never"), explore)).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        String[] withJson =
                Stream.concat(Stream.of(explore), Stream.of("--json")).toArray(String[]::new);
        assertThat(execute(new IOException("never"), withJson)).isEqualTo(1);
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(out.toString())
                        .path("error")
                        .asText())
                .startsWith("no catalogue at ")
                .contains("no \"such\" folder");
        assertThat(err.toString()).contains("twinset explore: no catalogue at ");
    }

    @Test
    void withJsonWrongUseIsAnObjectOnStandardOutput() throws IOException {
        assertThat(execute(new IOException("never"), "publish", "--json", "--limit", "many"))
                .isEqualTo(2);
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(out.toString())
                        .path("error")
                        .asText())
                .contains("--limit", "(see twinset publish --help)");
    }

    private int execute(Exception failure, String... arguments) {
        CommandLine root = Twinset.commandLine();
        root.addSubcommand(new FailCommand(failure));
        root.setParameterExceptionHandler(root.getParameterExceptionHandler());
        root.setExecutionExceptionHandler(root.getExecutionExceptionHandler());
        root.setOut(new PrintWriter(out, true));
        root.setErr(new PrintWriter(err, true));
        return root.execute(arguments);
    }

    @Command(name = "fail")
    record FailCommand(Exception failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }
}
