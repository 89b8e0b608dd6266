package dev.twinset.broker.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BrokerCommandTest {
    private static final int WRONG_USE = 2;

    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();

    @Test
    void twoBrokersAreRefused() {
        assertThat(execute("--dir", directory.toString(), "--brokers", "2")).isEqualTo(WRONG_USE);
        assertThat(err.toString()).contains("--brokers is 2, expected 1 or 3");
    }

    @Test
    void thePortsOfAllBrokersMustExist() {
        assertThat(execute("--dir", directory.toString(), "--brokers", "3", "--port", "65534"))
                .isEqualTo(WRONG_USE);
        assertThat(err.toString()).contains("--port is 65534, expected 0..65533");
    }

    @Test
    void aDirectoryIsRequired() {
        assertThat(execute()).isEqualTo(WRONG_USE);
        assertThat(err.toString()).contains("'--dir=DIR'");
    }

    private int execute(String... arguments) {
        return new CommandLine(new BrokerCommand())
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
