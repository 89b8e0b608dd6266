package dev.twinset.worker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Head of a segment's log: see {@link StoreFormat}.
 *
 * @param rows the most it takes
 */
record SegmentHeader(int generation, int number, int dimension, int rows, int idWidth) {
    static final int BYTES = 32;

    private static final int MAGIC = 0x4C535754; // TWSL

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(StoreFormat.ORDER);
        bytes.putInt(MAGIC).putInt(StoreFormat.VERSION).putInt(generation).putInt(number);
        bytes.putInt(dimension).putInt(rows).putInt(idWidth).putInt(checksum(bytes));
        return bytes.flip();
    }

    /** The header of a log; empty if the file ends before it, as it does when the making of a segment was cut off. */
    static Optional<SegmentHeader> read(Path logFile) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(StoreFormat.ORDER);
        try (FileChannel channel = FileChannel.open(logFile, StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until it is full
            }
        }
        if (bytes.hasRemaining()) {
            return Optional.empty();
        }
        SegmentHeader header = new SegmentHeader(
                bytes.getInt(8), bytes.getInt(12), bytes.getInt(16), bytes.getInt(20), bytes.getInt(24));
        if (!header.encode().equals(bytes.flip())) {
            throw new CorruptStoreException(logFile + ": its header is damaged");
        }
        return Optional.of(header);
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().clear().limit(BYTES - Integer.BYTES));
        return (int) crc.getValue();
    }
}
