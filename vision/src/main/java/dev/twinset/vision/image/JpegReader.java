package dev.twinset.vision.image;

import dev.twinset.vision.image.ImageHeader.Format;

/**
 * JPEG (ITU-T T.81, annex B): markers of two bytes, FF and a code; most start a segment whose first two bytes are its
 * length. Entropy-coded data follows a start of scan; an FF in it is followed by 00, so that searching the next marker
 * steps over it. Bytes between segments that are not a marker are tolerated, as libjpeg does, and so is anything behind
 * the end marker, which cameras write.
 *
 * <p>Where one scan has the whole picture, what is wrong behind it is no defect of the picture, nor is a missing end
 * marker; whether the scan is complete shows when it is decoded. A progressive JPEG without its end is refused: nothing
 * tells which of its scans are missing.
 */
final class JpegReader extends StructureReader {
    private static final int TEMPORARY = 0x01;
    private static final int PROGRESSIVE_HUFFMAN = 0xC2;
    private static final int HUFFMAN_TABLES = 0xC4;
    private static final int RESERVED = 0xC8;
    private static final int ARITHMETIC_TABLES = 0xCC;
    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int APP1 = 0xE1;
    private static final long EXIF = 0x457869660000L;

    private boolean exifSeen;
    private boolean huffmanCoded;
    private int firstScanAt;
    private int components;

    /** Whether a scan is being read that has all the picture there is. */
    private boolean inWholeScan;

    JpegReader(byte[] bytes) {
        super(Format.JPEG, bytes);
    }

    @Override
    String walk() {
        at = 2;
        while (true) {
            int marker = nextMarker();
            if (inWholeScan && !standsAlone(marker)) {
                inWholeScan = false;
                missingEndAt = dataEnd(marker < 0 ? end : at - 2);
            }
            if (marker == END) {
                missingEndAt = ImageHeader.NONE;
                return scans == 0 ? "JPEG has no scan before its end marker" : tooLittleData(at);
            }
            String defect = defect(marker);
            if (!defect.isEmpty()) {
                return missingEndAt == ImageHeader.NONE ? defect : tooLittleData(missingEndAt);
            }
        }
    }

    private String defect(int marker) {
        return switch (marker) {
            case -1 -> "JPEG of " + end + " bytes has no end marker";
            case START -> "JPEG has a second start marker before byte " + at;
            default -> standsAlone(marker) ? "" : segment(marker);
        };
    }

    /** A download that broke off can be filled up with zeros, which would pass for data. */
    private int dataEnd(int scanEnd) {
        int last = scanEnd;
        while (last > firstScanAt && (bytes[last - 1] == 0 || bytes[last - 1] == (byte) 0xFF)) {
            last--;
        }
        boolean stuffed = last + 1 < scanEnd && bytes[last] == (byte) 0xFF && bytes[last + 1] == 0;
        return stuffed ? last + 2 : last;
    }

    /**
     * The component of full resolution takes, for each block of 8x8 pixels, at least two Huffman codes of one bit (one
     * in a progressive file, where later scans can skip whole runs of blocks). Libjpeg would fill what is missing with
     * grey and only warn.
     */
    private String tooLittleData(int dataEnd) {
        long blocks = ((width + 7) / 8) * ((height + 7) / 8);
        long least = huffmanCoded ? blocks * (progressive ? 1 : 2) / 8 : 0;
        int there = dataEnd - firstScanAt;
        return there >= least
                ? ""
                : "JPEG of " + width + "x" + height + " has " + there + " bytes of data, at least " + least
                        + " expected";
    }

    /** @return the code behind the next FF that is neither 00 nor another FF, or -1 */
    private int nextMarker() {
        while (at < end) {
            if (bytes[at++] != (byte) 0xFF) {
                continue;
            }
            while (at < end && bytes[at] == (byte) 0xFF) {
                at++;
            }
            if (at < end && bytes[at] != 0) {
                return bytes[at++] & 0xFF;
            }
        }
        return -1;
    }

    private static boolean standsAlone(int marker) {
        boolean restart = marker >= 0xD0 && marker <= 0xD7;
        return restart || marker == TEMPORARY;
    }

    private String segment(int marker) {
        int length = left() < 2 ? 0 : (int) bigEndian(bytes, at, 2);
        if (length < 2 || length > left()) {
            return String.format(
                    "JPEG segment %02x at byte %d claims %d bytes, %d are left", marker, at - 2, length, left());
        }
        String defect = "";
        if (isFrame(marker)) {
            defect = frame(marker, length);
        } else if (marker == SCAN) {
            defect = scan(length);
        } else if (marker == APP1) {
            application(length);
        }
        at += length;
        return defect;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0
                && marker <= 0xCF
                && marker != HUFFMAN_TABLES
                && marker != RESERVED
                && marker != ARITHMETIC_TABLES;
    }

    /** Length, bits per sample, height, width, number of components, three bytes for each component. */
    private String frame(int marker, int length) {
        if (width != 0) {
            return "JPEG has a second frame header at byte " + at;
        }
        int count = length < 8 ? 0 : bytes[at + 7] & 0xFF;
        if (count == 0 || length != 8 + 3 * count) {
            return "JPEG frame header has " + length + " bytes for " + count + " components";
        }
        components = count;
        bitsPerSample = bytes[at + 2] & 0xFF;
        height = bigEndian(bytes, at + 3, 2);
        width = bigEndian(bytes, at + 5, 2);
        progressive = (marker & 3) == 2;
        huffmanCoded = marker <= PROGRESSIVE_HUFFMAN;
        return width == 0 || height == 0 ? "JPEG claims " + width + "x" + height + ", at least 1x1 expected" : "";
    }

    /** Length, number of components, and what does not matter here. */
    private String scan(int length) {
        firstScanAt = scans++ == 0 ? at : firstScanAt;
        inWholeScan = !progressive && scans == 1 && length > 2 && (bytes[at + 2] & 0xFF) == components;
        return width == 0 ? "JPEG has a scan before its frame header" : "";
    }

    private void application(int length) {
        if (exifSeen || length < 8 || bigEndian(bytes, at + 2, 6) != EXIF) {
            return;
        }
        exifSeen = true;
        orientation = ExifOrientation.read(bytes, at + 8, at + length);
    }
}
