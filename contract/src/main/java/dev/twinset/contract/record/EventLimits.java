package dev.twinset.contract.record;

/**
 * What a record may hold, checked in the order of the components before anything looks at the image. Sizes in bytes.
 *
 * @param idBytes longest item or query id
 * @param headers most headers of one record
 * @param headerBytes largest header, name and value together
 * @param headersBytes largest sum of all headers, names and values together
 * @param imageBytes largest image
 * @param rejectedValueBytes largest value that a dead letter repeats; the default leaves 64 KiB of an 8 MiB request to
 *     the dead letter's key and headers, which stay below that whatever the original holds
 */
public record EventLimits(
        int idBytes, int headers, int headerBytes, int headersBytes, int imageBytes, int rejectedValueBytes) {
    private static final int KIB = 1024;

    public static final EventLimits DEFAULT =
            new EventLimits(255, 32, 4 * KIB, 16 * KIB, 8 * KIB * KIB, (8 * KIB - 64) * KIB);

    public EventLimits {
        atLeast(1, "idBytes", idBytes);
        atLeast(0, "headers", headers);
        atLeast(0, "headerBytes", headerBytes);
        atLeast(0, "headersBytes", headersBytes);
        atLeast(1, "imageBytes", imageBytes);
        atLeast(0, "rejectedValueBytes", rejectedValueBytes);
    }

    private static void atLeast(int least, String name, int actual) {
        if (actual < least) {
            throw new IllegalArgumentException(name + " is " + actual + ", expected at least " + least);
        }
    }

    /** The largest record: an image with its key and headers, bytes. */
    public int recordBytes() {
        return imageBytes + 64 * KIB;
    }
}
