package dev.twinset.worker.app;

import dev.twinset.console.CommandOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a worker's settings come from: the same for the worker and for those who look at it. */
public final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "Properties file, such as config/worker.properties.")
    private @Nullable Path file;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting; may be given several times.")
    private List<String> assignments = new ArrayList<>();

    /**
     * The file, overridden by the environment, overridden by {@code --set}.
     *
     * @throws IllegalArgumentException listing every fault, a line each
     * @throws IOException if the file cannot be read
     */
    public WorkerConfig read(Map<String, String> environment) throws IOException {
        SettingsReader reader = new SettingsReader();
        if (file != null) {
            reader.file(properties(file), file.toString());
        }
        return reader.environment(environment).assignments(assignments).read();
    }

    /**
     * As {@link #read(Map)}, for a command: what is wrong with the settings is wrong use of it.
     *
     * @throws IOException if the file cannot be read
     */
    public WorkerConfig read(CommandOutput output) throws IOException {
        try {
            return read(System.getenv());
        } catch (IllegalArgumentException e) {
            throw output.usageError(e);
        }
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
            return properties;
        } catch (NoSuchFileException e) {
            throw new IOException("there is no configuration file " + file + ": copy config/worker.properties", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "the configuration file " + file + " cannot be read: " + e.getMessage()
                            + " Write \\\\ there for a backslash",
                    e);
        }
    }
}
