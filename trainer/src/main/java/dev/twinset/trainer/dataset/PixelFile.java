package dev.twinset.trainer.dataset;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Decoded images of one size in a temporary file, which the page cache keeps in memory while there is room: a catalogue
 * of any size trains with a small heap. The file is deleted when this is closed or the process ends. Any thread, each
 * at its own positions.
 */
final class PixelFile implements Closeable {
    private final FileChannel channel;
    private final int imageBytes;

    private PixelFile(FileChannel channel, int imageBytes) {
        this.channel = channel;
        this.imageBytes = imageBytes;
    }

    static PixelFile create(int imageBytes) throws IOException {
        Path file = Files.createTempFile("twinset-pixels", ".raw");
        return new PixelFile(
                FileChannel.open(
                        file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE),
                imageBytes);
    }

    void write(int slot, byte[] pixels) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(pixels);
        for (long at = (long) slot * imageBytes; from.hasRemaining(); ) {
            at += channel.write(from, at);
        }
    }

    void read(int slot, byte[] pixels) throws IOException {
        ByteBuffer to = ByteBuffer.wrap(pixels);
        for (long at = (long) slot * imageBytes; to.hasRemaining(); ) {
            int count = channel.read(to, at);
            if (count < 0) {
                throw new EOFException("image " + slot + " was never written");
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
