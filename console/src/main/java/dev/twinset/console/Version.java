package dev.twinset.console;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, and what {@code --version} prints. */
public final class Version implements IVersionProvider {
    /** Such as {@code 0.1.0}. */
    public static String number() {
        Properties properties = new Properties();
        try (InputStream in = requireNonNull(
                Version.class.getResourceAsStream("version.properties"), "version.properties is missing")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "twinset " + number(),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
