package dev.twinset.trainer.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears whole or not at all: what is written goes to a hidden file beside it, which the commit renames.
 * One thread.
 */
public final class AtomicFile implements Closeable {
    private final Path file;
    private final Path part;
    private final FileChannel channel;

    private AtomicFile(Path file, Path part, FileChannel channel) {
        this.file = file;
        this.part = part;
        this.channel = channel;
    }

    public static AtomicFile create(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path part = absolute.resolveSibling(
                "." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        return new AtomicFile(absolute, part, channel);
    }

    public static void write(Path file, byte[] content) throws IOException {
        try (AtomicFile whole = create(file)) {
            whole.append(ByteBuffer.wrap(content));
            whole.commit();
        }
    }

    public void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Writes over what is at {@code position}. */
    public void overwrite(ByteBuffer bytes, long position) throws IOException {
        for (long at = position; bytes.hasRemaining(); ) {
            at += channel.write(bytes, at);
        }
    }

    /** Renames the hidden file; nothing may be written after this. */
    public void commit() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Without a commit, leaves no trace. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }
}
