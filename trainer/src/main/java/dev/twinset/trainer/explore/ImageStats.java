package dev.twinset.trainer.explore;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The pictures that can be decoded.
 *
 * @param formats by what the bytes say, to pictures
 * @param sizes width x height in pixels, to pictures, the most frequent first, twenty at most
 * @param differentSizes how many there are
 * @param totalBytes of all files
 * @param tall pictures higher than wide
 * @param wide pictures wider than high
 * @param turned pictures whose EXIF orientation is not upright
 * @param transparent pictures that can have transparent pixels
 */
record ImageStats(
        int readable,
        Map<String, Integer> formats,
        Map<String, Integer> sizes,
        int differentSizes,
        Range width,
        Range height,
        Range bytes,
        long totalBytes,
        int tall,
        int wide,
        int turned,
        int transparent) {
    private static final int MOST_SIZES = 20;

    /** The least, the middle and the greatest of some values; zeros where there are none. */
    record Range(long least, long median, long most) {
        static Range of(List<ScannedImage> images, ToLongFunction<ScannedImage> value) {
            long[] values = images.stream().mapToLong(value).sorted().toArray();
            return values.length == 0
                    ? new Range(0, 0, 0)
                    : new Range(values[0], values[values.length / 2], values[values.length - 1]);
        }
    }

    static ImageStats of(List<ScannedImage> images) {
        Map<String, Integer> formats = new HashMap<>();
        Map<String, Integer> sizes = new HashMap<>();
        int[] kinds = new int[4];
        for (ScannedImage image : images) {
            var header = image.header();
            formats.merge(header.format().name(), 1, Integer::sum);
            sizes.merge(header.width() + " x " + header.height(), 1, Integer::sum);
            kinds[0] += header.height() > header.width() ? 1 : 0;
            kinds[1] += header.width() > header.height() ? 1 : 0;
            kinds[2] += header.orientation() > 1 ? 1 : 0;
            kinds[3] += header.alpha() ? 1 : 0;
        }
        Map<String, Integer> frequent = ColumnStats.mostFrequentFirst(sizes);
        frequent.keySet().retainAll(frequent.keySet().stream().limit(MOST_SIZES).toList());
        return new ImageStats(
                images.size(),
                ColumnStats.mostFrequentFirst(formats),
                frequent,
                sizes.size(),
                Range.of(images, image -> image.header().width()),
                Range.of(images, image -> image.header().height()),
                Range.of(images, ScannedImage::bytes),
                images.stream().mapToLong(ScannedImage::bytes).sum(),
                kinds[0],
                kinds[1],
                kinds[2],
                kinds[3]);
    }

    boolean hasSeveralShapes() {
        int square = readable - tall - wide;
        return Math.max(square, Math.max(tall, wide)) < readable;
    }

    /** The formats, and beside them two traits that a picture of any format may have. */
    Map<String, Integer> formatsAndTraits() {
        Map<String, Integer> counts = new LinkedHashMap<>(formats);
        counts.put("turned by EXIF", turned);
        counts.put("with transparency", transparent);
        return counts;
    }

    /** For a sentence: which share of the pictures has the most frequent size. */
    double shareOfMostFrequentSize() {
        int[] counts = sizes.values().stream().mapToInt(Integer::intValue).toArray();
        return readable == 0 ? 0 : (double) Arrays.stream(counts).max().orElse(0) / readable;
    }
}
