package dev.twinset.worker.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The three files of one segment: written through channels, its vectors read through a map. See {@link StoreFormat}.
 */
final class Segment implements Closeable {
    private static final int WINDOW = 1 << 20;

    private final SegmentHeader header;
    private final Path logFile;
    private final FileChannel vectors;
    private final FileChannel ids;
    private final FileChannel log;
    private final FloatBuffer mapped;
    private int rows;
    private long logEnd;
    /** -1: unknown, so they are written at the first sync after opening, whatever a kill between the two left there. */
    private int rowsInHeaders = -1;

    private boolean unforced = true;

    private Segment(SegmentHeader header, Path logFile, FileChannel vectors, FileChannel ids, FileChannel log)
            throws IOException {
        this.header = header;
        this.logFile = logFile;
        this.vectors = vectors;
        this.ids = ids;
        this.log = log;
        // mapping gives the file its full length, as a hole
        mapped = vectors.map(FileChannel.MapMode.READ_ONLY, NpyHeader.BYTES, (long) header.rows() * rowBytes())
                .order(StoreFormat.ORDER)
                .asFloatBuffer();
        logEnd = SegmentHeader.BYTES;
    }

    /** Opens the files of a segment, made if they are missing; what they hold is looked at by neither side. */
    private static Segment open(Disk disk, Path directory, SegmentHeader header) throws IOException {
        Path logFile = StoreFormat.file(directory, header.number(), "log");
        FileChannel[] channels = new FileChannel[3];
        try {
            channels[0] = disk.open(StoreFormat.file(directory, header.number(), "vec.npy"));
            channels[1] = disk.open(StoreFormat.file(directory, header.number(), "ids.npy"));
            channels[2] = disk.open(logFile);
            return new Segment(header, logFile, channels[0], channels[1], channels[2]);
        } catch (IOException e) {
            for (FileChannel channel : channels) {
                if (channel != null) {
                    channel.close();
                }
            }
            throw e;
        }
    }

    /** Makes a segment without rows, over whatever an earlier attempt left there. The log's header comes last. */
    static Segment create(Disk disk, Path directory, SegmentHeader header) throws IOException {
        Segment segment = open(disk, directory, header);
        try {
            segment.log.truncate(0);
            segment.ids.truncate(0);
            segment.writeNpyHeaders();
            segment.vectors.force(true);
            segment.ids.force(true);
            write(segment.log, header.encode(), 0);
            segment.log.force(true);
            Directories.force(directory);
            return segment;
        } catch (IOException e) {
            segment.close();
            throw e;
        }
    }

    /**
     * Opens a segment and reads its log.
     *
     * @param sequence of its first record
     * @param visitor is told of each valid record, in order
     */
    static Segment recover(Disk disk, Path directory, SegmentHeader header, long sequence, Consumer<LogRecord> visitor)
            throws IOException {
        Segment segment = open(disk, directory, header);
        try {
            segment.replay(sequence, visitor);
            return segment;
        } catch (IOException e) {
            segment.close();
            throw e;
        }
    }

    SegmentHeader header() {
        return header;
    }

    int rows() {
        return rows;
    }

    long logBytes() {
        return logEnd;
    }

    FloatBuffer mapped() {
        return mapped;
    }

    /** Whether the log holds more than valid records. */
    boolean isTorn() throws IOException {
        return log.size() > logEnd;
    }

    /** Drops what follows the last valid record; its bytes. */
    long cutTornTail() throws IOException {
        long torn = log.size() - logEnd;
        log.truncate(logEnd);
        return torn;
    }

    /** Writes rows, ids and, when both are there, the record that makes them count. */
    void append(
            long sequence, List<byte[]> itemIds, List<float[]> rowVectors, int[] deadRows, Map<Integer, Long> offsets)
            throws IOException {
        ByteBuffer vectorBytes = vectorBytes(rowVectors);
        ByteBuffer idBytes = idBytes(itemIds);
        CRC32C crc = new CRC32C();
        crc.update(vectorBytes.duplicate());
        crc.update(idBytes.duplicate());
        LogRecord record = new LogRecord(sequence, rows, itemIds.size(), deadRows, offsets, (int) crc.getValue());
        ByteBuffer recordBytes = record.encode();
        int recordLength = recordBytes.remaining();
        unforced = true;
        write(vectors, vectorBytes, vectorPosition(rows));
        write(ids, idBytes, idPosition(rows));
        write(log, recordBytes, logEnd);
        rows += itemIds.size();
        logEnd += recordLength;
    }

    void force() throws IOException {
        if (unforced) {
            vectors.force(false);
            ids.force(false);
            log.force(false);
            unforced = false;
        }
    }

    /** Lets the headers count the rows, which were forced to disk before. */
    void writeNpyHeaders() throws IOException {
        if (rows != rowsInHeaders) {
            write(vectors, NpyHeader.vectors(rows, header.dimension()), 0);
            write(ids, NpyHeader.ids(rows, header.idWidth()), 0);
            rowsInHeaders = rows;
        }
    }

    /** The ids of all rows, dead ones included. */
    String[] readIds() throws IOException {
        int width = header.idWidth();
        ByteBuffer bytes = ByteBuffer.allocate(rows * width);
        read(ids, bytes, NpyHeader.BYTES);
        String[] result = new String[rows];
        for (int row = 0; row < rows; row++) {
            int start = row * width;
            int end = start + width;
            while (end > start && bytes.get(end - 1) == 0) {
                end--;
            }
            result[row] = new String(bytes.array(), start, end - start, UTF_8);
        }
        return result;
    }

    @Override
    public void close() throws IOException {
        try (vectors;
                ids) {
            log.close();
        }
    }

    private void replay(long firstSequence, Consumer<LogRecord> visitor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(log.size())).order(StoreFormat.ORDER);
        read(log, bytes, 0);
        bytes.flip();
        long sequence = firstSequence;
        while (logEnd < bytes.limit()) {
            int position = (int) logEnd;
            LogRecord record = LogRecord.decode(bytes, position).orElse(null);
            if (record == null || record.sequence() != sequence || !holds(record)) {
                refuseDamage(bytes, position);
                return;
            }
            visitor.accept(record);
            rows += record.rows();
            logEnd += LogRecord.validLength(bytes, position);
            sequence++;
        }
    }

    private boolean holds(LogRecord record) throws IOException {
        if (record.firstRow() != rows || record.rows() < 0 || record.rows() > header.rows() - rows) {
            return false;
        }
        int end = header.number() * header.rows() + rows + record.rows();
        for (int dead : record.deadRows()) {
            if (dead < 0 || dead >= end) {
                return false;
            }
        }
        CRC32C crc = new CRC32C();
        return update(crc, vectors, vectorPosition(rows), (long) record.rows() * rowBytes())
                && update(crc, ids, idPosition(rows), (long) record.rows() * header.idWidth())
                && (int) crc.getValue() == record.dataChecksum();
    }

    /** A torn write leaves nothing whole behind it: an invalid record with a valid one after it was damaged. */
    private void refuseDamage(ByteBuffer bytes, int invalid) throws CorruptStoreException {
        for (int position = invalid + 1; position < bytes.limit(); position++) {
            if (LogRecord.validLength(bytes, position) > 0) {
                throw new CorruptStoreException(logFile + ": the record at byte " + invalid
                        + " or its rows are damaged, but a whole record follows at byte " + position);
            }
        }
    }

    private ByteBuffer vectorBytes(List<float[]> rowVectors) {
        ByteBuffer bytes = ByteBuffer.allocate(rowVectors.size() * rowBytes()).order(StoreFormat.ORDER);
        FloatBuffer floats = bytes.asFloatBuffer();
        rowVectors.forEach(floats::put);
        return bytes;
    }

    private ByteBuffer idBytes(List<byte[]> itemIds) {
        ByteBuffer bytes = ByteBuffer.allocate(itemIds.size() * header.idWidth());
        for (int i = 0; i < itemIds.size(); i++) {
            bytes.position(i * header.idWidth()).put(itemIds.get(i));
        }
        return bytes.clear();
    }

    private int rowBytes() {
        return header.dimension() * Float.BYTES;
    }

    private long vectorPosition(int row) {
        return NpyHeader.BYTES + (long) row * rowBytes();
    }

    private long idPosition(int row) {
        return NpyHeader.BYTES + (long) row * header.idWidth();
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Reads up to the buffer's end or the file's; what the file lacks stays zero. */
    private static void read(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        int start = bytes.position();
        while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position() - start) >= 0) {
            // until it is full
        }
    }

    /** Adds a part of a file to a checksum; false if the file ends before it. */
    private static boolean update(CRC32C crc, FileChannel channel, long position, long length) throws IOException {
        // through the channel rather than the map: an unreadable disk is an exception here, a signal there
        ByteBuffer window = ByteBuffer.allocate((int) Math.min(WINDOW, length));
        for (long done = 0; done < length; done += window.limit()) {
            window.clear().limit((int) Math.min(window.capacity(), length - done));
            read(channel, window, position + done);
            if (window.hasRemaining()) {
                return false;
            }
            crc.update(window.flip());
        }
        return true;
    }
}
