package dev.twinset.vision.image;

/**
 * The orientation tag of EXIF (a TIFF structure: byte order, 42, offset of the first directory; a directory is a count
 * and entries of 12 bytes: tag, type, count, value), and what it does to pixels. Only the first directory is looked at
 * and no offset is followed from it, so no loop is possible. What makes no sense counts as upright: the picture itself
 * may be in order.
 */
final class ExifOrientation {
    static final int UPRIGHT = 1;

    private static final int LITTLE = 0x4949;
    private static final int BIG = 0x4D4D;
    private static final int TAG = 0x0112;

    private ExifOrientation() {}

    /** @return 1 to 8 */
    static int read(byte[] bytes, int from, int to) {
        if (to - from < 8) {
            return UPRIGHT;
        }
        long order = StructureReader.bigEndian(bytes, from, 2);
        if (order != LITTLE && order != BIG) {
            return UPRIGHT;
        }
        boolean little = order == LITTLE;
        long directory = from + number(bytes, from + 4, 4, little);
        if (number(bytes, from + 2, 2, little) != 42 || directory > to - 2) {
            return UPRIGHT;
        }
        int entry = (int) directory + 2;
        for (long i = number(bytes, (int) directory, 2, little); i > 0 && entry <= to - 12; i--) {
            if (number(bytes, entry, 2, little) == TAG) {
                return value(bytes, entry, little);
            }
            entry += 12;
        }
        return UPRIGHT;
    }

    /** EXIF wants an unsigned integer of 16 bits (type 3); some phones and programs write another integer. */
    private static int value(byte[] bytes, int entry, boolean little) {
        int size = switch ((int) number(bytes, entry + 2, 2, little)) {
            case 1, 6 -> 1;
            case 3, 8 -> 2;
            case 4, 9 -> 4;
            default -> 0;
        };
        long value = number(bytes, entry + 8, size, little);
        return value >= 1 && value <= 8 ? (int) value : UPRIGHT;
    }

    private static long number(byte[] bytes, int at, int count, boolean little) {
        return little ? StructureReader.littleEndian(bytes, at, count) : StructureReader.bigEndian(bytes, at, count);
    }

    /** Whether upright is as wide as the picture is high as stored. */
    static boolean swaps(int orientation) {
        return orientation >= 5;
    }

    /**
     * Turns a small picture upright: turning after resizing touches far fewer bytes than turning before.
     *
     * @param width pixels as stored
     * @param height pixels as stored
     * @param stored width * height pixels of 3 bytes
     * @param upright receives the same number of bytes from position {@code at}
     */
    static void apply(int orientation, int width, int height, byte[] stored, byte[] upright, int at) {
        if (orientation == UPRIGHT) {
            System.arraycopy(stored, 0, upright, at, width * height * 3);
            return;
        }
        boolean swapped = swaps(orientation);
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int to = at;
        for (int y = 0; y < (swapped ? width : height); y++) {
            for (int x = 0; x < (swapped ? height : width); x++) {
                int column = swapped ? y : x;
                int row = swapped ? x : y;
                int fromColumn = fromRight ? width - 1 - column : column;
                int fromRow = fromBottom ? height - 1 - row : row;
                int from = (fromRow * width + fromColumn) * 3;
                upright[to++] = stored[from];
                upright[to++] = stored[from + 1];
                upright[to++] = stored[from + 2];
            }
        }
    }
}
