package dev.twinset.worker.app;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this build. */
final class Version {
    private Version() {}

    static String get() {
        try (InputStream in = requireNonNull(
                Version.class.getResourceAsStream("version.properties"), "version.properties is missing")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
