package dev.twinset.worker.attributes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Bytes and numbers, these in LEB128: seven bits a byte, the lowest first, the highest bit set in all but the last. */
final class EntryWriter {
    private static final int MOST_BYTES = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    EntryWriter number(long number) {
        long left = number;
        while (left > 0x7F) {
            out.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return this;
    }

    EntryWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    static int readNumber(ByteBuffer from) {
        long number = 0;
        for (int i = 0; i < MOST_BYTES && from.hasRemaining(); i++) {
            byte next = from.get();
            number |= (next & 0x7FL) << (7 * i);
            if (next >= 0 && number <= Integer.MAX_VALUE) {
                return (int) number;
            }
        }
        throw new IllegalArgumentException("a number without an end, or too large");
    }
}
