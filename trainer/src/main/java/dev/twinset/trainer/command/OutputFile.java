package dev.twinset.trainer.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks a file that is to be written, before the hours of work whose result it will hold. */
final class OutputFile {
    private OutputFile() {}

    /**
     * @param option by which the user named the file
     * @throws IOException if the file cannot be written
     * @throws IllegalArgumentException if it exists and may not be overwritten
     */
    static void requireWritable(String option, Path file, boolean force) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(option + " " + file + " is a folder; name a file");
        }
        if (Files.exists(file) && !force) {
            throw new IllegalArgumentException(option + " " + file + " exists; name another file, or add --force");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException(option + " " + file + ": the folder " + folder + " does not exist; create it first");
        }
        if (!Files.isWritable(folder)) {
            throw new IOException(option + " " + file + ": the folder " + folder + " is not writable");
        }
    }
}
