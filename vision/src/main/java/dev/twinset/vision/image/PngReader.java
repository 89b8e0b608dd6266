package dev.twinset.vision.image;

import dev.twinset.vision.image.ImageHeader.Format;
import java.util.zip.CRC32;

/**
 * PNG (W3C, third edition): after the signature, chunks of length, type, data and CRC-32 of type and data, from IHDR to
 * IEND. A lower-case first letter marks a chunk that is not needed for the picture. Bytes behind IEND are tolerated.
 */
final class PngReader extends StructureReader {
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504C5445;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    private static final int TRNS = 0x74524E53;
    private static final int EXIF = 0x65584966;
    private static final int ACTL = 0x6163544C;
    private static final int FCTL = 0x6663544C;
    private static final int FDAT = 0x66644154;
    private static final int ANCILLARY_BIT = 0x20000000;
    private static final int OVERHEAD = 12;

    private final CRC32 crc = new CRC32();
    private boolean dataSeen;

    PngReader(byte[] bytes) {
        super(Format.PNG, bytes);
    }

    @Override
    String walk() {
        at = 8;
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
            ancillaryBytes += length;
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
        int alphaBit = bytes[at + 17] & 4;
        alpha = alphaBit != 0;
        return width == 0 || height == 0 ? "PNG claims " + width + "x" + height + ", at least 1x1 expected" : "";
    }

    private void ancillary(int type, int length) {
        switch (type) {
            case TRNS -> alpha = true;
            case ACTL, FCTL, FDAT -> animated = true;
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

    private boolean checksumHolds(int length) {
        crc.reset();
        crc.update(bytes, at + 4, 4 + length);
        return crc.getValue() == bigEndian(bytes, at + 8 + length, 4);
    }
}
