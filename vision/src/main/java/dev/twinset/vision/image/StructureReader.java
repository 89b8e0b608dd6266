package dev.twinset.vision.image;

import dev.twinset.vision.image.ImageHeader.Format;
import java.util.Optional;

/**
 * One pass over the structure of one image. Subclasses walk their format and note what they find in the fields; they
 * look at {@link #left()} before they read, so nothing is read outside the array.
 */
abstract class StructureReader {
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
    boolean animated;
    int transparentGrey = ImageHeader.NONE;
    int missingEndAt = ImageHeader.NONE;

    StructureReader(Format format, byte[] bytes) {
        this.format = format;
        this.bytes = bytes;
        this.end = bytes.length;
    }

    static StructureReader of(byte[] bytes) throws InvalidImageException {
        FileKind kind = FileKind.of(bytes);
        return switch (kind) {
            case JPEG -> new JpegReader(bytes);
            case PNG -> new PngReader(bytes);
            case WEBP -> new WebpReader(bytes);
            default ->
                throw new InvalidImageException(
                        ImageFault.UNSUPPORTED_FORMAT,
                        "image is " + kind.label() + ", expected a JPEG, PNG or WebP; its " + bytes.length
                                + " bytes start with " + start(bytes));
        };
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
                animated,
                transparentGrey,
                missingEndAt,
                defect.isEmpty() ? Optional.empty() : Optional.of(defect));
    }

    /** @return the first defect as one sentence, or an empty string */
    abstract String walk();

    final int left() {
        return end - at;
    }

    /** @param count 0 to 8 bytes; the caller knows that they are there */
    static long bigEndian(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = (value << 8) | (bytes[i] & 0xFF);
        }
        return value;
    }

    /** @param count 0 to 8 bytes; the caller knows that they are there */
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
