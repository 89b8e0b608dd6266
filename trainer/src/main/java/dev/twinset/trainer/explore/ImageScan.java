package dev.twinset.trainer.explore;

import dev.twinset.catalog.CatalogItem;
import dev.twinset.console.Sha256;
import dev.twinset.trainer.io.ImageBytes;
import dev.twinset.trainer.io.ResultSlots;
import dev.twinset.trainer.io.WorkerPool;
import dev.twinset.vision.image.ImageDecoder;
import dev.twinset.vision.image.ImageHeader;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.vision.image.InvalidImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Reads and decodes every picture of a catalogue once, with a decoder per thread; keeps about 1 KB of each. What comes
 * out does not depend on the threads.
 */
final class ImageScan {
    private static final int DIGEST_BYTES = 16;

    private final List<CatalogItem> items;
    private final IntConsumer progress;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final ResultSlots<ScannedImage> scanned;
    private final ResultSlots<BrokenImage> broken;
    private final ResultSlots<CatalogItem> missing;

    private ImageScan(List<CatalogItem> items, IntConsumer progress) {
        this.items = items;
        this.progress = progress;
        this.scanned = new ResultSlots<>(items.size());
        this.broken = new ResultSlots<>(items.size());
        this.missing = new ResultSlots<>(items.size());
    }

    /** @param progress receives how many items are done, from the threads */
    static ImageScan run(List<CatalogItem> items, int threads, IntConsumer progress) throws IOException {
        ImageScan scan = new ImageScan(items, progress);
        WorkerPool.run(threads, "scan the pictures", () -> {
            scan.work();
            return null;
        });
        return scan;
    }

    /** Those that can be decoded, in the order of the items. */
    List<ScannedImage> images() {
        return scanned.present();
    }

    /** Those that are there and cannot be decoded, in the order of the items. */
    List<BrokenImage> broken() {
        return broken.present();
    }

    /** Items whose file is not there. */
    List<CatalogItem> missing() {
        return missing.present();
    }

    private void work() {
        MessageDigest sha256 = Sha256.start();
        byte[] rgb = new byte[ImageSignature.DECODED_SIDE * ImageSignature.DECODED_SIDE * 3];
        try (ImageDecoder decoder = new ImageDecoder(ImageSignature.DECODED_SIDE, ImageLimits.DEFAULT)) {
            for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                scan(i, decoder, sha256, rgb);
                progress.accept(done.incrementAndGet());
            }
        }
    }

    private void scan(int i, ImageDecoder decoder, MessageDigest sha256, byte[] rgb) {
        CatalogItem item = items.get(i);
        if (Files.notExists(item.image())) {
            missing.set(i, item);
            return;
        }
        try {
            byte[] encoded = ImageBytes.read(item.image(), ImageLimits.DEFAULT.maxBytes());
            decoder.decode(encoded, rgb, 0);
            String digest = HexFormat.of().formatHex(sha256.digest(encoded), 0, DIGEST_BYTES);
            ImageHeader header = ImageHeader.read(encoded);
            scanned.set(i, new ScannedImage(i, header, encoded.length, digest, ImageSignature.of(rgb)));
        } catch (IOException | InvalidImageException e) {
            String file = String.valueOf(item.image().getFileName());
            broken.set(i, new BrokenImage(item.id(), file, String.valueOf(e.getMessage())));
        }
    }
}
