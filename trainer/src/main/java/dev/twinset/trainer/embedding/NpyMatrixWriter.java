package dev.twinset.trainer.embedding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.twinset.trainer.io.AtomicFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Writes a float32 matrix row by row as a NumPy file, format version 1.0
 * (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): magic {@code \x93NUMPY}, version, length of
 * the header as little-endian uint16, the header as text padded with spaces to {@value #HEADER_BYTES} bytes in all, the
 * values, little-endian, row by row. The number of rows is filled in at the end. One thread.
 */
final class NpyMatrixWriter implements Closeable {
    private static final int HEADER_BYTES = 128;

    private final AtomicFile file;
    private final ByteBuffer row;
    private final int columns;
    private int rows;

    private NpyMatrixWriter(AtomicFile file, int columns) {
        this.file = file;
        this.columns = columns;
        this.row = ByteBuffer.allocate(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    static NpyMatrixWriter create(Path path, int columns) throws IOException {
        AtomicFile file = AtomicFile.create(path);
        file.append(ByteBuffer.allocate(HEADER_BYTES));
        return new NpyMatrixWriter(file, columns);
    }

    void append(float[] values) throws IOException {
        if (values.length != columns) {
            throw new IllegalArgumentException("row has " + values.length + " values, expected " + columns);
        }
        row.clear();
        row.asFloatBuffer().put(values);
        file.append(row);
        rows++;
    }

    int rows() {
        return rows;
    }

    void commit() throws IOException {
        file.overwrite(header(), 0);
        file.commit();
    }

    private ByteBuffer header() {
        String shape = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93).put("NUMPY".getBytes(ISO_8859_1)).put((byte) 1).put((byte) 0);
        header.putShort((short) (HEADER_BYTES - header.position() - Short.BYTES));
        header.put(shape.getBytes(ISO_8859_1));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
