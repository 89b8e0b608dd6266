package dev.twinset.trainer.dataset;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.vision.bundle.CnnArchitecture;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The readable images of some items, decoded once by the decoder that also serves. Rows are the readable items, in the
 * order given. Any thread may read.
 */
public final class ImageSet implements Closeable {
    private final int side;
    private final PixelFile pixels;
    private final List<DecodedItem> items;
    private final List<UnreadableImage> unreadable;

    private ImageSet(int side, PixelFile pixels, ParallelDecoder decoder, Map<String, String> groups) {
        this.side = side;
        this.pixels = pixels;
        this.items = onOneSide(decoder.decoded(), groups);
        this.unreadable = decoder.unreadable();
    }

    /**
     * @param groups item id to group: images of one group are put into one part
     * @param side of the decoded square, pixels
     * @param threads that decode
     * @param progress receives how many items are done, from those threads
     */
    public static ImageSet decode(
            List<CatalogItem> items, Map<String, String> groups, int side, int threads, IntConsumer progress)
            throws IOException {
        PixelFile pixels = PixelFile.create(side * side * CnnArchitecture.CHANNELS);
        try {
            ParallelDecoder decoder = new ParallelDecoder(items, side, pixels, progress);
            decoder.run(threads);
            return new ImageSet(side, pixels, decoder, groups);
        } catch (IOException | RuntimeException e) {
            pixels.close();
            throw e;
        }
    }

    /** The image with the least digest decides for its group. */
    private static List<DecodedItem> onOneSide(List<DecodedItem> items, Map<String, String> groups) {
        Map<String, DecodedItem> first = new HashMap<>();
        for (DecodedItem each : items) {
            String group = groups.get(each.item().id());
            if (group != null) {
                first.merge(group, each, (one, other) -> other.digest() < one.digest() ? other : one);
            }
        }
        return items.stream()
                .map(each -> {
                    String group = groups.get(each.item().id());
                    DecodedItem decides = group == null ? each : first.getOrDefault(group, each);
                    return new DecodedItem(each.item(), each.slot(), decides.part(), each.digest());
                })
                .toList();
    }

    /** @throws IOException if there is no image at all, with the reason of the first */
    public void requireReadable(Catalog catalog) throws IOException {
        if (items.isEmpty()) {
            throw new IOException("catalogue " + catalog.directory() + " has no readable image among "
                    + catalog.items().size() + " items" + UnreadableImage.first(unreadable));
        }
    }

    List<DecodedItem> items() {
        return items;
    }

    public int size() {
        return items.size();
    }

    public int side() {
        return side;
    }

    public CatalogItem item(int row) {
        return items.get(row).item();
    }

    public Split part(int row) {
        return items.get(row).part();
    }

    /** Equal for copies of one image. */
    public long digest(int row) {
        return items.get(row).digest();
    }

    /** Items that are left out, in the order given. */
    public List<UnreadableImage> unreadable() {
        return unreadable;
    }

    /** @param rgb receives side * side * 3 bytes: R, G, B, row by row */
    public void pixels(int row, byte[] rgb) throws IOException {
        pixels.read(items.get(row).slot(), rgb);
    }

    @Override
    public void close() throws IOException {
        pixels.close();
    }
}
