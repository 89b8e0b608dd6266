package dev.twinset.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GuardCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void whatIsAsFastAsStoredPasses() throws IOException {
        store(0.001);
        assertThat(run("--stored", directory.toString(), "--rounds", "1")).isZero();
        assertThat(out.toString()).contains("\"of\":\"forward fast\"", "\"verdict\":\"ok\"");
    }

    @Test
    void whatIsSlowerThanStoredFails() throws IOException {
        store(1000);
        assertThat(run("--stored", directory.toString(), "--rounds", "1")).isEqualTo(1);
        assertThat(out.toString()).contains("slower than 0.97 of before");
    }

    @Test
    void withoutFiguresOfThisKindOfProcessorThereIsNothingToCompare() {
        assertThat(run("--stored", directory.toString())).isZero();
        assertThat(err.toString()).contains("nothing to compare with: there is no ");
    }

    @Test
    void twoBuildsAreComparedTurnByTurn() throws IOException {
        String before = launcher("before", 100, 1.0);
        assertThat(run(before, launcher("same", 98, 0.99), "--rounds", "3")).isZero();
        assertThat(run(before, launcher("slower", 100, 0.5), "--rounds", "3")).isEqualTo(1);
        assertThat(out.toString().lines().toList().get(3))
                .contains("\"of\":\"search\"", "\"before\":1.0", "\"now\":0.5", "\"ratio\":0.5");
        assertThat(Files.readString(directory.resolve("turns")))
                .startsWith("before\nsame\nbefore\nsame\nbefore\nsame\n");
    }

    @Test
    void wrongUseIsTold() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("one")).isEqualTo(2);
        assertThat(run("old", "new", "--stored", directory.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("expected either two launchers, or --stored DIR");
    }

    private void store(double ratio) throws IOException {
        Files.writeString(directory.resolve(Machine.instructions() + ".json"), """
                {"benchmarks":[
                  {"bench":"forward","architecture":"S","ratioToOnnxRuntime":%s},
                  {"bench":"search","items":1000000,"batch":64,"ratioToPlainProduct":%s},
                  {"bench":"why"}]}
                """.formatted(ratio, ratio));
    }

    private String launcher(String name, int imagesPerSecond, double ratio) throws IOException {
        Path script = directory.resolve(name);
        Files.writeString(
                script,
                "#!/bin/sh\necho " + name + " >> " + directory.resolve("turns") + "\necho '{\"imagesPerSecond\":"
                        + imagesPerSecond + ",\"ratioToPlainProduct\":" + ratio + "}'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }

    private int run(String... arguments) {
        return new CommandLine(new GuardCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
