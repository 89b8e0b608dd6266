package dev.twinset.console;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A mixin for commands that need a catalogue: {@code --catalog}. */
public final class CatalogOption {
    @Option(
            names = "--catalog",
            required = true,
            paramLabel = "DIR",
            description = "A folder with styles.csv and images/, or with one sub-folder of images per category.")
    private Path directory = Path.of("");

    public Path directory() {
        return directory;
    }
}
