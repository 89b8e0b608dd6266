package dev.twinset.trainer.dataset;

import dev.twinset.catalog.CatalogItem;
import dev.twinset.console.Sha256;
import dev.twinset.trainer.io.ImageBytes;
import dev.twinset.trainer.io.ResultSlots;
import dev.twinset.trainer.io.WorkerPool;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.image.ImageDecoder;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.vision.image.InvalidImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Decodes a list of items once, with a decoder per thread; what comes out does not depend on the threads. */
final class ParallelDecoder {
    private final List<CatalogItem> items;
    private final int side;
    private final PixelFile pixels;
    private final IntConsumer progress;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final ResultSlots<DecodedItem> decoded;
    private final ResultSlots<UnreadableImage> unreadable;

    ParallelDecoder(List<CatalogItem> items, int side, PixelFile pixels, IntConsumer progress) {
        this.items = items;
        this.side = side;
        this.pixels = pixels;
        this.progress = progress;
        this.decoded = new ResultSlots<>(items.size());
        this.unreadable = new ResultSlots<>(items.size());
    }

    void run(int threads) throws IOException {
        WorkerPool.run(threads, "keep decoded images", () -> {
            work();
            return null;
        });
    }

    /** In the order of the items. */
    List<DecodedItem> decoded() {
        return decoded.present();
    }

    /** In the order of the items. */
    List<UnreadableImage> unreadable() {
        return unreadable.present();
    }

    private void work() throws IOException {
        MessageDigest sha256 = Sha256.start();
        byte[] rgb = new byte[side * side * CnnArchitecture.CHANNELS];
        try (ImageDecoder decoder = new ImageDecoder(side, ImageLimits.DEFAULT)) {
            for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                if (unpack(i, decoder, sha256, rgb)) {
                    pixels.write(i, rgb);
                }
                progress.accept(done.incrementAndGet());
            }
        }
    }

    private boolean unpack(int i, ImageDecoder decoder, MessageDigest sha256, byte[] rgb) {
        CatalogItem item = items.get(i);
        try {
            byte[] encoded = ImageBytes.read(item.image(), ImageLimits.DEFAULT.maxBytes());
            decoder.decode(encoded, rgb, 0);
            byte[] digest = sha256.digest(encoded);
            decoded.set(
                    i,
                    new DecodedItem(
                            item, i, Split.of(digest), ByteBuffer.wrap(digest).getLong()));
            return true;
        } catch (IOException | InvalidImageException e) {
            unreadable.set(i, new UnreadableImage(item.id(), String.valueOf(e.getMessage())));
            return false;
        }
    }
}
