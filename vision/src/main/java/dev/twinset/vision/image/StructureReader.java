package dev.twinset.vision.image;

import dev.twinset.vision.image.ImageHeader.Format;
import java.util.Optional;

/**
 * One pass over the structure of one image. Subclasses walk their format and note what they find in the fields; they
 * look at {@link #left()} before they read, so nothing is read outside the array.
 */
abstract class StructureReader {
    private static final int JPEG_START = 0xFFD8FF;
    private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int RIFF = 0x52494646;
    private static final int WEBP = 0x57454250;

    final byte[] bytes;
    private final Format format;

    /** The next byte to read. */
    int at;

    /** Readers lower it where the format says how long the image is; what follows is not part of the image. */
    int end;

    long width;
    long height;
    int orientation = ExifOrientation.UPRIGHT;
    boolean alpha;
    int bitsPerSample = 8;
    boolean progressive;
    int scans;
    int chunks;
    long ancillaryBytes;
    boolean animated;

    StructureReader(Format format, byte[] bytes) {
        this.format = format;
        this.bytes = bytes;
        this.end = bytes.length;
    }

    static StructureReader of(byte[] bytes) throws InvalidImageException {
        if (bytes.length >= 3 && bigEndian(bytes, 0, 3) == JPEG_START) {
            return new JpegReader(bytes);
        }
        if (bytes.length >= 8 && bigEndian(bytes, 0, 8) == PNG_SIGNATURE) {
            return new PngReader(bytes);
        }
        if (bytes.length >= 12 && bigEndian(bytes, 0, 4) == RIFF && bigEndian(bytes, 8, 4) == WEBP) {
            return new WebpReader(bytes);
        }
        throw new InvalidImageException(
                ImageFault.UNSUPPORTED_FORMAT,
                "image does not start like a JPEG, PNG or WebP: " + start(bytes) + ", " + bytes.length
                        + " bytes in all");
    }

    final ImageHeader read() throws InvalidImageException {
        String defect = walk();
        if (width == 0 || height == 0) {
            throw new InvalidImageException(
                    ImageFault.CORRUPT,
                    defect.isEmpty() ? format + " claims " + width + "x" + height + ", at least 1x1 expected" : defect);
        }
        return new ImageHeader(
                format,
                width,
                height,
                orientation,
                alpha,
                bitsPerSample,
                progressive,
                scans,
                chunks,
                ancillaryBytes,
                animated,
                defect.isEmpty() ? Optional.empty() : Optional.of(defect));
    }

    /** @return the first defect as one sentence, or an empty string */
    abstract String walk();

    final int left() {
        return end - at;
    }

    /** @param count 1 to 8 bytes; the caller knows that they are there */
    static long bigEndian(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = (value << 8) | (bytes[i] & 0xFF);
        }
        return value;
    }

    /** @param count 1 to 8 bytes; the caller knows that they are there */
    static long littleEndian(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from + count - 1; i >= from; i--) {
            value = (value << 8) | (bytes[i] & 0xFF);
        }
        return value;
    }

    /** In hexadecimal, as a foreign text must not reach a log as it is. */
    private static String start(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, 12); i++) {
            text.append(String.format("%02x", bytes[i]));
        }
        return text.toString();
    }
}
