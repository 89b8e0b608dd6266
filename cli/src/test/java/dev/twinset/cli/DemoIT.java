package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole system: a forked Kafka, workers in processes of their own, a drawn catalogue. */
class DemoIT {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everyUploadIsAnsweredOnceThoughAWorkerIsKilledHalfWay() {
        int status = commandLine()
                .execute(
                        "demo",
                        "--exit-when-done",
                        "--gallery",
                        "--json",
                        "--dir",
                        directory.toString(),
                        "--items",
                        "300",
                        "--kill-worker-at",
                        "50");

        assertThat(status).as(err.toString()).isZero();
        assertThat(err.toString())
                .contains("killing worker 1 at ")
                .containsPattern("the gallery is at http://127\\.0\\.0\\.1:\\d+/");
        assertThat(out.toString())
                .contains("\"published\":300,\"recommended\":300,\"rejected\":0,")
                .contains("\"violations\":0")
                .hasLineCount(1);
        assertThat(directory.resolve("workers").resolve("demo-1").resolve("worker.log"))
                .content()
                .as("the killed worker came back")
                .contains("twinset worker ready: demo-1");
    }

    @Test
    void withASearchEngineEveryUploadIsAnsweredOnceAndHardlyAnItemIsMissing() {
        int status = commandLine()
                .execute(
                        "demo",
                        "--exit-when-done",
                        "--json",
                        "--engine",
                        "opensearch",
                        "--dir",
                        directory.toString(),
                        "--items",
                        "200",
                        "--kill-worker-at",
                        "50");

        assertThat(status).as(err.toString()).isZero();
        assertThat(err.toString()).containsPattern("OpenSearch serves at http://127\\.0\\.0\\.1:\\d+");
        assertThat(out.toString())
                .contains("\"published\":200,\"recommended\":200,\"rejected\":0,")
                .containsPattern("\"violations\":0,\"recall\":(0\\.9[5-9]|1\\.0)");
        assertThat(directory.resolve("engine").resolve("node-1").resolve("data"))
                .isNotEmptyDirectory();
    }

    @Test
    void aDirectoryInUseIsRefused() {
        assertThat(commandLine()
                        .execute("demo", "--dir", Path.of("").toAbsolutePath().toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("is not empty");
    }

    private CommandLine commandLine() {
        CommandLine twinset = Twinset.commandLine();
        twinset.setOut(new PrintWriter(out, true));
        twinset.setErr(new PrintWriter(err, true));
        return twinset;
    }
}
