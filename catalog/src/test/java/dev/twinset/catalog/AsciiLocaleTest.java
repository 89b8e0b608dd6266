package dev.twinset.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In a locale of ASCII letters, as in a container without LANG, no path holds another letter. */
@EnabledOnOs(OS.LINUX)
final class AsciiLocaleTest {
    private static final String REMEDY = "set LC_ALL=C.UTF-8, or give the item another id";

    @TempDir
    private Path directory;

    @Test
    void anIdThatIsNoFileNameThereIsExplained() throws IOException, InterruptedException {
        Files.createDirectory(directory.resolve("images"));
        Files.writeString(directory.resolve("styles.csv"), "id,gender\n\u00e9t\u00e9,Men\n");

        assertThat(refusal()).contains(directory.resolve("images").toString(), ".jpg", REMEDY);
    }

    @Test
    void aPictureWithSuchANameIsExplained() throws IOException, InterruptedException {
        Files.createFile(directory.resolve("\u00e9t\u00e9.jpg"));

        assertThat(refusal()).contains(directory.toString(), ".jpg", REMEDY);
    }

    /** What {@link Catalog#read} says there. */
    private String refusal() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reading.class.getName(),
                        directory.toString())
                .redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output;
    }

    static final class Reading {
        public static void main(String[] arguments) {
            try {
                System.out.println(Catalog.read(Path.of(arguments[0])));
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
