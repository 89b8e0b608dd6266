package dev.twinset.producer.publish;

import dev.twinset.catalog.CatalogFiles;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.contract.record.EventLimits;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * An item's image file as it was read, or why it could not be.
 *
 * @param bytes empty if {@code fault} says why
 */
record ImageFile(CatalogItem item, byte[] bytes, Optional<String> fault) {
    private static final byte[] NONE = {};

    static ImageFile read(CatalogFiles files, CatalogItem item) {
        int most = EventLimits.DEFAULT.imageBytes();
        try (SeekableByteChannel file = files.open(item.image())) {
            long size = file.size();
            if (size == 0) {
                return unread(item, "the file is empty");
            }
            if (size > most) {
                return unread(item, size + " bytes, expected at most " + most + " (8 MiB)");
            }
            // a file that grows meanwhile is cut, and a worker rejects it
            return new ImageFile(item, Channels.newInputStream(file).readNBytes(most), Optional.empty());
        } catch (IOException e) {
            return unread(item, String.valueOf(e.getMessage()));
        }
    }

    private static ImageFile unread(CatalogItem item, String fault) {
        return new ImageFile(item, NONE, Optional.of(fault));
    }
}
