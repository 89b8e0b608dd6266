package dev.twinset.worker.store;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What a store asks of the file system; tests put a failing disk in its place. */
@FunctionalInterface
interface Disk {
    Disk REAL = path ->
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    /** For those who only look: a file that is missing is an error. */
    Disk READ_ONLY = path -> FileChannel.open(path, StandardOpenOption.READ);

    /** Opens a file for reading and writing, made if it is missing. */
    FileChannel open(Path file) throws IOException;

    /** Puts a file in the place of another of the same directory, at once and durably. */
    default void replace(Path file, Path by) throws IOException {
        Files.move(by, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path directory = file.getParent();
        if (directory != null) {
            forceNames(directory);
        }
    }

    /** Makes created, renamed and deleted names of a directory durable, where the platform can. */
    default void forceNames(Path directory) throws IOException {
        if (File.separatorChar == '\\') {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
