package dev.twinset.worker.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Directory operations of a store: they touch only names that a store makes. */
final class Directories {
    private static final Logger log = LoggerFactory.getLogger(Directories.class);

    private Directories() {}

    /** Makes created, renamed and deleted names durable, where the platform can. */
    static void force(Path directory) throws IOException {
        if (java.io.File.separatorChar == '\\') {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Deletes every generation but one. What cannot be deleted now (Windows, while mapped) is tried at the next start.
     */
    static void keepGeneration(Path directory, int number) throws IOException {
        Path kept = StoreFormat.generation(directory, number);
        try (DirectoryStream<Path> generations =
                Files.newDirectoryStream(directory, "[0-9][0-9][0-9][0-9][0-9][0-9]")) {
            for (Path generation : generations) {
                if (!generation.equals(kept)) {
                    delete(generation);
                }
            }
        }
    }

    /** A number above those of all generations, also of ones that no properties name. */
    static int nextGeneration(Path directory) throws IOException {
        int highest = 0;
        try (DirectoryStream<Path> generations =
                Files.newDirectoryStream(directory, "[0-9][0-9][0-9][0-9][0-9][0-9]")) {
            for (Path generation : generations) {
                highest = Math.max(
                        highest, Integer.parseInt(generation.getFileName().toString()));
            }
        }
        return highest + 1;
    }

    static void delete(Path generation) {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(generation, "[0-9][0-9][0-9][0-9][0-9][0-9].{vec.npy,ids.npy,log}")) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(generation);
        } catch (IOException e) {
            log.warn("could not delete {}, left over from an older generation of the feature store", generation, e);
        }
    }
}
