package dev.twinset.worker.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens the files of a store; tests put a failing disk in its place. */
@FunctionalInterface
interface Disk {
    Disk REAL = path ->
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    /** For those who only look: a file that is missing is an error. */
    Disk READ_ONLY = path -> FileChannel.open(path, StandardOpenOption.READ);

    /** Opens a file for reading and writing, made if it is missing. */
    FileChannel open(Path file) throws IOException;
}
