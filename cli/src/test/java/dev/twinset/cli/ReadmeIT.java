package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the README says that the demo prints is what it prints: the same words, with other numbers. */
class ReadmeIT {
    private static final Pattern NUMBER = Pattern.compile("[0-9][0-9.,]*");

    @Test
    void theDemoPrintsWhatTheReadmeShows() throws IOException {
        StringWriter printed = new StringWriter();
        CommandLine twinset = Twinset.commandLine();
        twinset.setOut(new PrintWriter(printed, true));
        twinset.setErr(new PrintWriter(printed, true));

        int status = twinset.execute("demo", "--exit-when-done", "--gallery", "--items", "40");

        assertThat(status).as(printed.toString()).isZero();
        List<String> lines = printed.toString().lines().map(ReadmeIT::words).toList();
        List<String> shown = sample().lines()
                .filter(line -> !line.isBlank() && !line.equals("..."))
                .map(ReadmeIT::words)
                .toList();
        assertThat(shown).hasSizeGreaterThan(10);
        assertThat(lines).as(printed.toString()).containsAll(shown);
    }

    private static String sample() throws IOException {
        String readme = Project.read("README.md");
        String sample = readme.substring(readme.indexOf("\n```\n", readme.indexOf("The demo prints:")) + 5);
        return sample.substring(0, sample.indexOf("```"));
    }

    /** Without the numbers, the blanks that align them, and this machine's folder for temporary files. */
    private static String words(String line) {
        return NUMBER.matcher(line)
                .replaceAll("0")
                .replaceAll("\\( *", "(")
                .replaceAll(" +", " ")
                .replaceAll("\\S+/twinset-demo", "twinset-demo")
                .strip();
    }
}
