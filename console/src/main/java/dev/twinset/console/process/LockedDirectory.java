package dev.twinset.console.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A server's directory, locked while it is open. It is its own if it holds a description, and may be taken if empty.
 */
final class LockedDirectory implements AutoCloseable {
    private static final String LOCK = ".lock";

    private final Path root;
    private final FileChannel lock;

    private LockedDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Creates the directory if it is missing, and refuses one that holds anything else.
     *
     * @param server for messages, such as "broker"
     * @param description name of the file that the server writes into a new directory
     */
    static LockedDirectory open(Path directory, String server, String description) throws IOException {
        Path root = directory.toAbsolutePath().normalize();
        makeWritable(root, server);
        refuseForeign(root, server, description);
        return new LockedDirectory(root, lock(root, server));
    }

    /** Absolute. */
    Path root() {
        return root;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release the lock of " + root, e);
        }
    }

    private static void makeWritable(Path root, String server) throws IOException {
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new IOException(
                    "cannot create the " + server + "'s directory " + root + " (" + e + "); choose another directory",
                    e);
        }
        if (!Files.isWritable(root)) {
            throw new IOException("the " + server + "'s directory " + root
                    + " is not writable by this user; change its owner or choose another directory");
        }
    }

    private static void refuseForeign(Path root, String server, String description) throws IOException {
        if (Files.exists(root.resolve(description))) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                if (!entry.getFileName().toString().equals(LOCK)) {
                    throw new IOException("the directory " + root + " holds other files (such as "
                            + entry.getFileName() + ") and no " + description
                            + ", so it does not belong to a local " + server + "; choose a new or empty directory");
                }
            }
        }
    }

    private static FileChannel lock(Path root, String server) throws IOException {
        FileChannel channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IOException("another " + server + " is running in the directory " + root
                    + "; stop it first or choose another directory");
        }
        return channel;
    }
}
