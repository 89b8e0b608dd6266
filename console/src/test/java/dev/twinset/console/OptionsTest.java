package dev.twinset.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The mixins in a command as ours are. */
class OptionsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void jsonReplacesTheText() {
        assertThat(run("--catalog", "shoes")).isZero();
        assertThat(run("--catalog", "shoes", "--json")).isZero();

        assertThat(out.toString().lines()).containsExactly("shoes [a, b, c]", "{\"catalog\":\"shoes\"}");
    }

    @Test
    void aLimitTakesTheFirstItemsAndOneAboveTheirNumberAll() {
        assertThat(run("--catalog", "shoes", "--limit", "2")).isZero();
        assertThat(run("--catalog", "shoes", "--limit", "7")).isZero();

        assertThat(out.toString().lines()).containsExactly("shoes [a, b]", "shoes [a, b, c]");
    }

    @Test
    void aLimitBelowOneAndAMissingCatalogueAreWrongUse() {
        assertThat(run("--catalog", "shoes", "--limit", "0")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);

        assertThat(err.toString())
                .contains("--limit is 0, expected 1 or more", "Missing required option: '--catalog=DIR'");
    }

    @Test
    void aCommandsOwnRefusalIsWrongUse() {
        assertThat(run("--catalog", "hats")).isEqualTo(2);

        assertThat(err.toString()).contains("--catalog is hats, expected shoes");
    }

    private int run(String... arguments) {
        return new CommandLine(new Sample())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Command(name = "sample")
    private static final class Sample implements Callable<Integer> {
        @Mixin
        private CommandOutput output = new CommandOutput();

        @Mixin
        private LimitOption limit = new LimitOption();

        @Mixin
        private CatalogOption catalog = new CatalogOption();

        @Override
        public Integer call() {
            Path directory = catalog.directory();
            if (!directory.equals(Path.of("shoes"))) {
                throw output.usageError(new IllegalArgumentException("--catalog is " + directory + ", expected shoes"));
            }
            List<String> items = limit.first(List.of("a", "b", "c"));
            output.print(() -> directory + " " + items, () -> "{\"catalog\":\"" + directory + "\"}");
            return 0;
        }
    }
}
