package dev.twinset.vision.image;

import dev.twinset.vision.image.ImageHeader.Format;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * PNG (W3C, third edition): after the signature, chunks of length, type, data and CRC-32 of type and data, from IHDR to
 * IEND. A lower-case first letter marks a chunk that is not needed for the picture. Bytes behind IEND are tolerated.
 *
 * <p>An animation's frames are counted by their control chunks: with one or none the picture is the still image that
 * every reader of PNG shows.
 */
final class PngReader extends StructureReader {
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504C5445;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    private static final int TRNS = 0x74524E53;
    private static final int EXIF = 0x65584966;
    private static final int FCTL = 0x6663544C;
    private static final int ANCILLARY_BIT = 0x20000000;
    private static final int OVERHEAD = 12;
    private static final int SIGNATURE = 8;

    private final CRC32 crc = new CRC32();
    private int chunks;
    private int frames;
    private boolean grey;
    private boolean dataSeen;

    PngReader(byte[] bytes) {
        super(Format.PNG, bytes);
    }

    @Override
    String walk() {
        at = SIGNATURE;
        while (left() >= OVERHEAD) {
            long length = bigEndian(bytes, at, 4);
            int type = (int) bigEndian(bytes, at + 4, 4);
            if (length > left() - OVERHEAD) {
                return String.format(
                        "PNG chunk %08x at byte %d claims %d bytes, %d are left", type, at, length, left() - OVERHEAD);
            }
            chunks++;
            String defect = chunk(type, (int) length);
            if (!defect.isEmpty()) {
                return defect;
            }
            if (type == IEND) {
                return dataSeen ? "" : "PNG has no image data";
            }
            at += OVERHEAD + (int) length;
        }
        return "PNG of " + end + " bytes has no end chunk";
    }

    private String chunk(int type, int length) {
        if ((type == IHDR) != (chunks == 1)) {
            return String.format("PNG has chunk %08x at place %d, IHDR expected at 1 and only there", type, chunks);
        }
        if ((type & ANCILLARY_BIT) != 0) {
            ancillary(type, length);
            return "";
        }
        String defect = critical(type, length);
        if (defect.isEmpty() && !checksumHolds(length)) {
            return String.format("PNG chunk %08x at byte %d does not match its checksum", type, at);
        }
        return defect;
    }

    private String critical(int type, int length) {
        return switch (type) {
            case IHDR -> header(length);
            case IDAT -> data();
            case PLTE, IEND -> "";
            default -> String.format("PNG has chunk %08x at byte %d, which is marked critical and unknown", type, at);
        };
    }

    private String data() {
        dataSeen = true;
        return "";
    }

    /** Width, height, bits per sample, colour type, compression, filter, interlace. */
    private String header(int length) {
        if (length != 13) {
            return "PNG header has " + length + " bytes, 13 expected";
        }
        width = bigEndian(bytes, at + 8, 4);
        height = bigEndian(bytes, at + 12, 4);
        bitsPerSample = bytes[at + 16] & 0xFF;
        int colourType = bytes[at + 17];
        grey = colourType == 0;
        alpha = (colourType & 4) != 0;
        return width == 0 || height == 0 ? "PNG claims " + width + "x" + height + ", at least 1x1 expected" : "";
    }

    private void ancillary(int type, int length) {
        switch (type) {
            case TRNS -> transparency(length);
            case FCTL -> animated = ++frames > 1;
            case EXIF -> {
                if (checksumHolds(length)) {
                    orientation = ExifOrientation.read(bytes, at + 8, at + 8 + length);
                }
            }
            default -> {
                // text, time, colour profile: not needed for the picture
            }
        }
    }

    /** OpenCV applies what is transparent in a palette or in RGB, but not in grey. */
    private void transparency(int length) {
        alpha = true;
        if (!grey || bitsPerSample == 0 || length != 2 || dataSeen || !checksumHolds(length)) {
            return;
        }
        int highest = (1 << bitsPerSample) - 1;
        int key = (int) bigEndian(bytes, at + 8, 2) & highest;
        transparentGrey = bitsPerSample < 8 ? key * 255 / highest : key;
    }

    /**
     * The same picture without what is not needed for it, all its data in one chunk. Descriptions, profiles and
     * checksums of others have no part in the pixels; a decoder would read, and some would inflate, megabytes of them.
     *
     * @param png one whose structure {@link #walk} found sound
     */
    static byte[] picture(byte[] png) {
        ByteBuffer from = ByteBuffer.wrap(png);
        ByteBuffer to = ByteBuffer.allocate(png.length);
        to.put(png, 0, SIGNATURE);
        int data = 0;
        int type = 0;
        for (int at = SIGNATURE; type != IEND; at += OVERHEAD + from.getInt(at)) {
            type = from.getInt(at + 4);
            int length = from.getInt(at);
            if (type == IDAT && data == 0) {
                data = to.position();
                to.put(png, at, 8);
            }
            if (type == IDAT) {
                to.put(png, at + 8, length);
            }
            if (type == IEND) {
                int dataLength = to.position() - data - 8;
                CRC32 crc = new CRC32();
                crc.update(to.array(), data + 4, 4 + dataLength);
                to.putInt(data, dataLength).putInt((int) crc.getValue());
            }
            boolean beforeData = data == 0 && (type == IHDR || type == PLTE || type == TRNS);
            if (beforeData || type == IEND) {
                to.put(png, at, OVERHEAD + length);
            }
        }
        return Arrays.copyOf(to.array(), to.position());
    }

    private boolean checksumHolds(int length) {
        crc.reset();
        crc.update(bytes, at + 4, 4 + length);
        return crc.getValue() == bigEndian(bytes, at + 8 + length, 4);
    }
}
