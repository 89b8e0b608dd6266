package dev.twinset.worker.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file that only grows: the header of a NumPy file, then one column of rows, with a running checksum. It is written
 * through its channel: a full disk is an exception there and a signal in a map. What lies beyond the bytes that count
 * was written in vain, and is overwritten.
 */
final class ColumnFile implements Closeable {
    private static final int WINDOW = 1 << 18;

    private final Path file;
    private final int number;
    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private long bytes;
    private boolean unforced;

    private ColumnFile(Path file, int number, FileChannel channel) {
        this.file = file;
        this.number = number;
        this.channel = channel;
    }

    /** An empty one, in place of whatever an earlier attempt left there. */
    static ColumnFile create(Disk disk, Path file, int number) throws IOException {
        ColumnFile column = new ColumnFile(file, number, disk.open(file));
        column.unforced = true; // its length
        return column.checked(() -> column.channel.truncate(0));
    }

    /** @throws CorruptStoreException if it does not hold what it should */
    static ColumnFile open(Disk disk, Path file, Manifest.FileEntry expected) throws IOException {
        if (!Files.exists(file)) {
            throw new CorruptStoreException("is missing", file);
        }
        ColumnFile column = new ColumnFile(file, expected.number(), disk.open(file));
        return column.checked(() -> column.verify(expected));
    }

    private ColumnFile checked(Action action) throws IOException {
        try {
            action.run();
            return this;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    Path file() {
        return file;
    }

    Manifest.FileEntry entry() {
        return new Manifest.FileEntry(number, bytes, checksum.getValue());
    }

    /** Writes behind the bytes that count. */
    void write(ByteBuffer data) throws IOException {
        unforced |= data.hasRemaining();
        write(data.duplicate(), NpyHeader.BYTES + bytes);
    }

    /** Lets what was just written count. */
    void count(ByteBuffer data) {
        bytes += data.remaining();
        checksum.update(data.duplicate());
    }

    /** Writes the header, which only NumPy reads. */
    void writeHeader(ByteBuffer header) throws IOException {
        write(header, 0);
    }

    void force() throws IOException {
        if (unforced) {
            channel.force(false);
            unforced = false;
        }
    }

    /** Reads bytes that count, to the buffer's end. */
    void read(ByteBuffer into, long position) throws IOException {
        long start = NpyHeader.BYTES + position;
        while (into.hasRemaining() && channel.read(into, start + into.position()) >= 0) {
            // until it is full, or the file ends
        }
    }

    /** Maps a part of the file, which grows by this to its end, as a hole. */
    ByteBuffer map(long position, long length) throws IOException {
        return channel.map(FileChannel.MapMode.READ_ONLY, NpyHeader.BYTES + position, length)
                .order(StoreFormat.ORDER);
    }

    void delete() throws IOException {
        channel.close();
        Files.delete(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Through the channel rather than a map: an unreadable disk is an exception here, a signal there. */
    private void verify(Manifest.FileEntry expected) throws IOException {
        ByteBuffer window = ByteBuffer.allocate((int) Math.min(WINDOW, expected.bytes()));
        while (bytes < expected.bytes()) {
            window.clear().limit((int) Math.min(window.capacity(), expected.bytes() - bytes));
            read(window, bytes);
            if (window.hasRemaining()) {
                throw new CorruptStoreException(
                        "ends at byte " + channel.size() + ", expected at least "
                                + (NpyHeader.BYTES + expected.bytes()),
                        file);
            }
            count(window.flip());
        }
        if (checksum.getValue() != expected.crc32c()) {
            throw new CorruptStoreException(
                    "CRC32C of the data is " + Long.toHexString(checksum.getValue()) + ", expected "
                            + Long.toHexString(expected.crc32c()),
                    file);
        }
    }

    private void write(ByteBuffer data, long position) throws IOException {
        long at = position;
        while (data.hasRemaining()) {
            at += channel.write(data, at);
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }
}
