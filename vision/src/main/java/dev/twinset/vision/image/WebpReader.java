package dev.twinset.vision.image;

import dev.twinset.vision.image.ImageHeader.Format;

/**
 * WebP (RFC 9649): RIFF, size, WEBP, then chunks of type, size and data, padded to an even size; numbers are
 * little-endian. The first chunk is a lossy picture (VP8), a lossless one (VP8L) or the canvas of an extended file
 * (VP8X). Bytes behind the RIFF size are tolerated.
 */
final class WebpReader extends StructureReader {
    private static final int VP8 = 0x56503820;
    private static final int VP8L = 0x5650384C;
    private static final int VP8X = 0x56503858;
    private static final int ALPH = 0x414C5048;
    private static final int ANMF = 0x414E4D46;
    private static final int EXIF = 0x45584946;
    private static final int FLAGS_AT = 20;
    private static final int ANIMATION_FLAG = 0x02;
    private static final int ALPHA_FLAG = 0x10;
    private static final int LOSSY_START = 0x9D012A;
    private static final int LOSSLESS_START = 0x2F;
    private static final long EXIF_PREFIX = 0x457869660000L;

    private int chunks;
    private int frames;
    private boolean dataSeen;

    WebpReader(byte[] bytes) {
        super(Format.WEBP, bytes);
    }

    @Override
    String walk() {
        long claimed = 8 + littleEndian(bytes, 4, 4);
        String cut = claimed > end ? "WebP of " + end + " bytes claims " + claimed : "";
        end = (int) Math.min(claimed, end);
        at = 12;
        while (left() >= 8) {
            int type = (int) bigEndian(bytes, at, 4);
            long size = littleEndian(bytes, at + 4, 4);
            at += 8;
            chunks++;
            String defect = chunk(type, size);
            if (!defect.isEmpty()) {
                return cut.isEmpty() ? defect : cut;
            }
            if (size > left()) {
                return String.format("WebP chunk %08x at byte %d claims %d bytes, %d are left", type, at, size, left());
            }
            at += (int) Math.min(size + (size & 1), left());
        }
        if (!cut.isEmpty()) {
            return cut;
        }
        return dataSeen ? "" : "WebP has no image data";
    }

    private String chunk(int type, long size) {
        long there = Math.min(size, left());
        return switch (type) {
            case VP8X -> there < 10 ? tooShort(type, there) : canvas();
            case VP8 -> there < 10 ? tooShort(type, there) : lossy();
            case VP8L -> there < 5 ? tooShort(type, there) : lossless();
            default -> other(type, (int) there);
        };
    }

    private static String tooShort(int type, long there) {
        return String.format("WebP chunk %08x has %d bytes, too few for its header", type, there);
    }

    private String canvas() {
        if (chunks != 1) {
            return "WebP has chunk VP8X at place " + chunks + ", 1 expected";
        }
        width = 1 + littleEndian(bytes, at + 4, 3);
        height = 1 + littleEndian(bytes, at + 7, 3);
        alpha = (bytes[at] & ALPHA_FLAG) != 0;
        return "";
    }

    /** Three bytes of frame tag, three of start code, then 14 bits of width and of height, each with 2 of scale. */
    private String lossy() {
        if (bigEndian(bytes, at + 3, 3) != LOSSY_START) {
            return "WebP lossy picture at byte " + at + " has no start code";
        }
        return picture(littleEndian(bytes, at + 6, 2) & 0x3FFF, littleEndian(bytes, at + 8, 2) & 0x3FFF);
    }

    /** One byte of signature, then 14 bits of width - 1 and of height - 1, one of alpha, three of version. */
    private String lossless() {
        if (bytes[at] != LOSSLESS_START) {
            return "WebP lossless picture at byte " + at + " has no signature";
        }
        long bits = littleEndian(bytes, at + 1, 4);
        alpha |= (bits >> 28 & 1) != 0;
        return picture(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF));
    }

    private String picture(long pictureWidth, long pictureHeight) {
        if (dataSeen) {
            return "";
        }
        dataSeen = true;
        if (chunks == 1) {
            width = pictureWidth;
            height = pictureHeight;
            return width == 0 || height == 0 ? "WebP claims " + width + "x" + height + ", at least 1x1 expected" : "";
        }
        return width == pictureWidth && height == pictureHeight
                ? ""
                : "WebP canvas is " + width + "x" + height + ", its picture " + pictureWidth + "x" + pictureHeight;
    }

    /**
     * OpenCV lays a frame on the canvas, which is transparent, but keeps that only where the file says that it has
     * transparent pixels: an animation is made to say so.
     */
    static byte[] picture(byte[] webp) {
        boolean animation = bigEndian(webp, 12, 4) == VP8X && (webp[FLAGS_AT] & ANIMATION_FLAG) != 0;
        if (!animation) {
            return webp;
        }
        byte[] transparent = webp.clone();
        transparent[FLAGS_AT] |= ALPHA_FLAG;
        return transparent;
    }

    private void frame() {
        dataSeen = true;
        animated = ++frames > 1;
        alpha = true;
    }

    private String other(int type, int there) {
        switch (type) {
            case ALPH -> alpha = true;
            case ANMF -> frame();
            case EXIF -> {
                // some writers put the prefix of JPEG before it
                int prefix = there >= 6 && bigEndian(bytes, at, 6) == EXIF_PREFIX ? 6 : 0;
                orientation = ExifOrientation.read(bytes, at + prefix, at + there);
            }
            default -> {
                // colour profile, XMP, unknown: not needed for the picture
            }
        }
        return chunks == 1 ? String.format("WebP starts with chunk %08x, VP8, VP8L or VP8X expected", type) : "";
    }
}
