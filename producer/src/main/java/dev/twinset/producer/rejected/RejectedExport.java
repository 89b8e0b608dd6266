package dev.twinset.producer.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.vision.image.FileKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dead letters' bytes as files of one folder, with an index of a JSON line each. A file's name begins with the
 * position, so no two are the same; of the item's id it shows only harmless characters, and nothing that is there is
 * overwritten.
 *
 * <p>A file is written under a name of its own first, then moved, then noted in the index: after a kill the same export
 * goes on. The index's first line names the topic, so that two are not mixed. For one thread, and one process by a
 * lock.
 */
public final class RejectedExport implements AutoCloseable {
    private static final String INDEX = "index.jsonl";
    private static final String UNFINISHED = ".part";
    private static final int NAME_CHARS = 40;
    /** With less room than one image may take, the disk counts as full. */
    private static final long ROOM_BYTES = 8L * 1024 * 1024;

    private static final Pattern POSITION = Pattern.compile("\\{\"position\":\"([0-9]{1,9})@([0-9]{1,18})\".*");

    private final Path directory;
    private final RandomAccessFile index;
    private final FileLock lock;
    private final OffsetSet known = new OffsetSet();
    private long written;

    private RejectedExport(Path directory, RandomAccessFile index, FileLock lock) {
        this.directory = directory;
        this.index = index;
        this.lock = lock;
    }

    /**
     * @param title the index's first line, the same for every export of the same topic
     * @throws IOException if the folder holds anything else, or another export is at work there
     */
    public static RejectedExport open(Path directory, String title) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(INDEX);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            requireEmpty(directory);
            Files.createFile(file);
        }
        RandomAccessFile index = new RandomAccessFile(file.toFile(), "rw");
        try {
            RejectedExport export = new RejectedExport(directory, index, lock(index, directory));
            export.takeUp(title, file);
            return export;
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
    }

    private static void requireEmpty(Path directory) throws IOException {
        try (var entries = Files.newDirectoryStream(directory)) {
            if (entries.iterator().hasNext()) {
                throw new IOException("the folder " + directory
                        + " is not empty and holds no earlier export: choose a new" + " one with --out DIR");
            }
        }
    }

    private static FileLock lock(RandomAccessFile index, Path directory) throws IOException {
        try {
            FileLock lock = index.getChannel().tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // by this process
        }
        throw new IOException("another export writes to " + directory + " at this moment");
    }

    private void takeUp(String title, Path file) throws IOException {
        long whole = wholeLines();
        index.setLength(whole);
        if (whole == 0) {
            append(title);
            return;
        }
        try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
            if (!title.equals(lines.readLine())) {
                throw new IOException(file + " is the index of an export of another topic: choose another --out DIR");
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher position = POSITION.matcher(line);
                if (position.matches()) {
                    known.add(Integer.parseInt(position.group(1)), Long.parseLong(position.group(2)));
                }
            }
        }
        index.seek(whole);
    }

    /** A kill or a full disk may have left half a line behind. */
    private long wholeLines() throws IOException {
        byte[] one = new byte[1];
        for (long end = index.length(); end > 0; end--) {
            index.seek(end - 1);
            index.readFully(one);
            if (one[0] == '\n') {
                return end;
            }
        }
        return 0;
    }

    /** Whether it was exported before. */
    public boolean contains(DeadLetter letter) {
        return known.contains(letter.partition(), letter.offset());
    }

    /** Files written by this. */
    public long written() {
        return written;
    }

    /** The name under which {@link #add} writes the bytes; empty if they are not kept. */
    public static Optional<String> fileName(DeadLetter letter) {
        Optional<byte[]> bytes = letter.image().flatMap(RejectedImage::image);
        return bytes.map(image -> letter.partition() + "-" + letter.offset() + "-" + harmless(letter.item()) + "."
                + FileKind.of(image).ending());
    }

    private static String harmless(String id) {
        String cut = id.substring(0, Math.min(NAME_CHARS, id.length()));
        return cut.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    /**
     * Writes its bytes, if they are kept, and its line.
     *
     * @param line a JSON object that begins with its position
     */
    public void add(DeadLetter letter, String line) throws IOException {
        if (!POSITION.matcher(line).matches()) {
            throw new IllegalArgumentException("line does not begin with a position: " + line);
        }
        try {
            Optional<String> name = fileName(letter);
            if (name.isPresent()) {
                write(
                        directory.resolve(name.get()),
                        letter.image().flatMap(RejectedImage::image).orElseThrow());
                written++;
            }
            append(line);
            known.add(letter.partition(), letter.offset());
        } catch (IOException e) {
            throw told(e);
        }
    }

    private void write(Path file, byte[] bytes) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            // moved here before a kill, and not yet noted
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Arrays.equals(Files.readAllBytes(file), bytes)) {
                return;
            }
            throw new FileAlreadyExistsException(file.toString(), null, "exists already, with other content");
        }
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.deleteIfExists(unfinished);
        try {
            Files.write(unfinished, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(unfinished, file);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    private void append(String line) throws IOException {
        index.write((line + '\n').getBytes(UTF_8));
    }

    private IOException told(IOException e) throws IOException {
        String after = " (after " + written + " files; once that is fixed, run the same command to continue)";
        if (Files.getFileStore(directory).getUsableSpace() < ROOM_BYTES) {
            return new IOException("the disk of " + directory + " is full" + after, e);
        }
        return new IOException("cannot write to " + directory + ": " + e.getMessage() + after, e);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        index.close();
    }
}
