package dev.twinset.worker.store;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** One batch in a segment's log: see {@link StoreFormat}. */
record LogRecord(long sequence, int firstRow, int rows, int[] deadRows, Map<Integer, Long> offsets, int dataChecksum) {
    private static final int MAGIC = 0x52535754; // TWSR
    private static final int FIXED_BYTES = 32;
    private static final int CHECKSUM_BYTES = 8;
    private static final int OFFSET_BYTES = 12;

    ByteBuffer encode() {
        int length = length(deadRows.length, offsets.size());
        ByteBuffer bytes = ByteBuffer.allocate(length).order(StoreFormat.ORDER);
        bytes.putInt(MAGIC).putInt(length).putLong(sequence).putInt(firstRow).putInt(rows);
        bytes.putInt(deadRows.length).putInt(offsets.size());
        for (int row : deadRows) {
            bytes.putInt(row);
        }
        new TreeMap<>(offsets)
                .forEach((partition, offset) -> bytes.putInt(partition).putLong(offset));
        bytes.putInt(dataChecksum);
        bytes.putInt(checksum(bytes, 0, bytes.position()));
        return bytes.flip();
    }

    /** Bytes of the record at {@code start} if a whole one stands there, with the right checksum; else 0. */
    static int validLength(ByteBuffer log, int start) {
        if (log.limit() - start < FIXED_BYTES + CHECKSUM_BYTES || log.getInt(start) != MAGIC) {
            return 0;
        }
        int length = log.getInt(start + 4);
        if (length < FIXED_BYTES + CHECKSUM_BYTES || length > log.limit() - start) {
            return 0;
        }
        int end = start + length - Integer.BYTES;
        return checksum(log, start, end - start) == log.getInt(end) ? length : 0;
    }

    /** The record at {@code start}; empty if none stands there whole. */
    static Optional<LogRecord> decode(ByteBuffer log, int start) {
        int length = validLength(log, start);
        if (length == 0) {
            return Optional.empty();
        }
        ByteBuffer bytes = log.duplicate().order(StoreFormat.ORDER).position(start + 8);
        long sequence = bytes.getLong();
        int firstRow = bytes.getInt();
        int rows = bytes.getInt();
        int dead = bytes.getInt();
        int partitions = bytes.getInt();
        if (dead < 0 || partitions < 0 || dead > length || partitions > length || length(dead, partitions) != length) {
            return Optional.empty();
        }
        int[] deadRows = new int[dead];
        for (int i = 0; i < dead; i++) {
            deadRows[i] = bytes.getInt();
        }
        Map<Integer, Long> offsets = new TreeMap<>();
        for (int i = 0; i < partitions; i++) {
            offsets.put(bytes.getInt(), bytes.getLong());
        }
        return Optional.of(new LogRecord(sequence, firstRow, rows, deadRows, offsets, bytes.getInt()));
    }

    private static int length(int dead, int partitions) {
        return FIXED_BYTES + dead * Integer.BYTES + partitions * OFFSET_BYTES + CHECKSUM_BYTES;
    }

    private static int checksum(ByteBuffer bytes, int start, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().clear().position(start).limit(start + length));
        return (int) crc.getValue();
    }
}
