package dev.twinset.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EngineCommandTest {
    private static final int WRONG_USE = 2;

    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();

    @Test
    void fourNodesAreRefused() {
        assertThat(execute("--dir", directory.toString(), "--nodes", "4")).isEqualTo(WRONG_USE);
        assertThat(err.toString()).contains("--nodes is 4, expected 1..3");
    }

    @Test
    void thePortsOfAllNodesMustExist() {
        assertThat(execute("--dir", directory.toString(), "--nodes", "2", "--port", "65535"))
                .isEqualTo(WRONG_USE);
        assertThat(err.toString()).contains("--port is 65535, expected 0..65534");
    }

    private int execute(String... arguments) {
        return new CommandLine(new EngineCommand())
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
