package dev.twinset.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import kafka.tools.StorageTool;

/** Prepares a broker's data directory, as {@code kafka-storage.sh format} does. */
final class Storage {
    private Storage() {}

    /** Formats the log directory of a settings file, unless that is formatted already. */
    static void format(Path settings, String clusterId) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String[] arguments = {"format", "-t", clusterId, "-c", settings.toString(), "--ignore-formatted"};
        int status = StorageTool.execute(arguments, new PrintStream(output, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IOException("Kafka could not format the storage named in " + settings + ": "
                    + output.toString(StandardCharsets.UTF_8).strip());
        }
    }
}
