package dev.twinset.producer.command;

import dev.twinset.console.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a publisher keeps its state if nobody says: in the user's state folder ({@code $XDG_STATE_HOME}, by default
 * {@code ~/.local/state}), because a catalogue's own folder may be read-only or shared.
 */
final class StateFiles {
    private StateFiles() {}

    static Path of(Path catalog, String topic, String servers, Map<String, String> environment) throws IOException {
        String given = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = given.isBlank() ? Path.of(System.getProperty("user.home", "."), ".local", "state") : Path.of(given);
        Path folder = Files.createDirectories(base.resolve("twinset"));
        return folder.resolve("publish-"
                + Sha256.hex(catalog.toRealPath() + "\n" + topic + "\n" + servers)
                        .substring(0, 16));
    }
}
