package dev.twinset.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.catalog.Catalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class DrawCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void drawsIntoANewFolderAndSaysSo() throws IOException {
        Path target = directory.resolve("new/catalogue");
        assertThat(run("--items", "5", "--out", target.toString())).isZero();
        assertThat(Catalog.read(target).items()).hasSize(5);
        assertThat(out.toString()).contains("drew 5 products into " + target);
    }

    @Test
    void refusesAFolderThatIsNotEmptyUnlessForced() throws IOException {
        Files.createFile(directory.resolve("something"));
        assertThat(run("--items", "2", "--out", directory.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is not empty").contains("--force");
        assertThat(run("--items", "2", "--out", directory.toString(), "--force"))
                .isZero();
    }

    @Test
    void refusesWrongUse() throws IOException {
        assertThat(run("--items", "0", "--out", directory.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--items is 0, expected 1-1000000");
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(run("--items", "1", "--out", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is a file, expected a folder");
    }

    private int run(String... arguments) {
        return new CommandLine(new DrawCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
