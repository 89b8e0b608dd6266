package dev.twinset.producer.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The record of an unfinished publishing run: a text file, a header line that names the catalogue, the topic and what
 * is asked of the answers, then the id of every acknowledged item, a line each, written when the acknowledgement comes.
 * It survives the publisher's SIGKILL; after a power cut the last ids may be lost, and are published once more. A last
 * line that was cut off does not count. Thread-safe.
 */
final class PublishJournal implements AutoCloseable {
    private static final String MAGIC = "twinset-publish-1 ";

    private final Path file;
    private final FileChannel channel;
    private final Set<String> acknowledged;

    private PublishJournal(Path file, FileChannel channel, Set<String> acknowledged) {
        this.file = file;
        this.channel = channel;
        this.acknowledged = acknowledged;
    }

    /**
     * @param subject one line that says what is published where: a journal of something else is not resumed
     * @param resume keep what an earlier run wrote, else begin again
     */
    static PublishJournal open(Path file, String subject, boolean resume) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return open(file, channel, MAGIC + subject, resume);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static PublishJournal open(Path file, FileChannel channel, String header, boolean resume)
            throws IOException {
        lock(file, channel);
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, UTF_8);
        if (!text.isEmpty() && !text.startsWith(MAGIC)) {
            throw new IOException("--state " + file + " is not a state file of twinset publish: name another file");
        }
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        List<String> lines = new String(bytes, 0, end, UTF_8).lines().toList();
        if (!resume || lines.isEmpty()) {
            channel.truncate(0);
            write(channel, header);
            return new PublishJournal(file, channel, Set.of());
        }
        if (!lines.get(0).equals(header)) {
            throw new IOException(
                    "--state " + file + " is of another catalogue or topic, or asks something else of the answers ("
                            + lines.get(0) + "): publish without --resume, or name another file");
        }
        channel.truncate(end);
        channel.position(channel.size());
        return new PublishJournal(file, channel, new HashSet<>(lines.subList(1, lines.size())));
    }

    /** What earlier runs published. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    synchronized void acknowledge(String itemId) throws IOException {
        write(channel, itemId);
    }

    /** Nothing is left to resume. */
    void remove() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private static void write(FileChannel channel, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        boolean locked;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            locked = false;
        }
        if (!locked) {
            throw new IOException(
                    "this catalogue is being published already: another publisher holds " + file + "; wait for it");
        }
    }
}
