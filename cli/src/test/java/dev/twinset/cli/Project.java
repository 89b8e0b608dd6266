package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What files outside the code say of the code, and how to tell whether it is so. */
final class Project {
    /** Tests run in the module's own directory. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Read by the launcher and by commands other than the worker. */
    private static final Set<String> OTHER_VARIABLES = Set.of("TWINSET_JAVA_OPTS", "TWINSET_LOG", "TWINSET_BOOTSTRAP");

    private Project() {}

    static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    /** That the command line understands these arguments; nothing is run. */
    static void assertUnderstands(String where, List<String> arguments) {
        try {
            Twinset.commandLine().parseArgs(arguments.toArray(String[]::new));
        } catch (RuntimeException e) {
            throw new AssertionError(where + ": twinset " + String.join(" ", arguments) + ": " + e.getMessage(), e);
        }
    }

    /** That a worker takes this environment variable for a setting. */
    static void assertIsSetting(String where, String variable) throws IOException {
        if (!OTHER_VARIABLES.contains(variable) && !variable.startsWith("TWINSET_KAFKA_")) {
            assertThat(settings()).as(where).contains(variable);
        }
    }

    /** As environment variables. */
    private static Set<String> settings() throws IOException {
        return listSettings()
                .lines()
                .filter(line -> line.matches("[a-z.]+"))
                .map(name -> "TWINSET_" + name.toUpperCase(Locale.ROOT).replace('.', '_'))
                .collect(Collectors.toSet());
    }

    private static String listSettings() throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            Twinset.commandLine().execute("worker", "--list-settings");
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
