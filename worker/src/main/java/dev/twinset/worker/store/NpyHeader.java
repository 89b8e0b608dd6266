package dev.twinset.worker.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Header of a NumPy file, version 1.0 (numpy.lib.format), padded to a page so that the data can be mapped. */
final class NpyHeader {
    static final int BYTES = 4096;

    private static final byte[] MAGIC = "\u0093NUMPY\u0001\u0000".getBytes(ISO_8859_1);
    private static final int PREFIX = MAGIC.length + Short.BYTES;

    private NpyHeader() {}

    static ByteBuffer vectors(int rows, int dimension) {
        return header("<f4", "(" + rows + ", " + dimension + ")");
    }

    static ByteBuffer ids(int rows, int width) {
        return header("|S" + width, "(" + rows + ",)");
    }

    static ByteBuffer numbers(int rows) {
        return header("<i4", "(" + rows + ",)");
    }

    static ByteBuffer bytes(long count) {
        return header("|u1", "(" + count + ",)");
    }

    private static ByteBuffer header(String type, String shape) {
        byte[] text =
                ("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }").getBytes(ISO_8859_1);
        byte[] bytes = new byte[BYTES];
        Arrays.fill(bytes, (byte) ' ');
        ByteBuffer header = ByteBuffer.wrap(bytes).order(StoreFormat.ORDER);
        header.put(MAGIC).putShort((short) (BYTES - PREFIX)).put(text);
        header.put(BYTES - 1, (byte) '\n');
        return header.rewind();
    }
}
