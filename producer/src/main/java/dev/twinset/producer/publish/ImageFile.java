package dev.twinset.producer.publish;

import dev.twinset.catalog.CatalogItem;
import dev.twinset.console.FailureText;
import dev.twinset.contract.record.EventLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An item's image file as it was read, or why it could not be.
 *
 * @param bytes empty if {@code fault} says why
 */
record ImageFile(CatalogItem item, byte[] bytes, Optional<String> fault) {
    private static final byte[] NONE = {};

    static ImageFile read(CatalogItem item) {
        Path file = item.image();
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return unread(item, "there is no such file");
            }
            if (!Files.isRegularFile(file)) {
                return unread(item, "not a file"); // reading a pipe would never end
            }
            long size = Files.size(file);
            if (size == 0) {
                return unread(item, "the file is empty");
            }
            if (size > EventLimits.DEFAULT.imageBytes()) {
                return unread(item, size + " bytes, expected at most " + EventLimits.DEFAULT.imageBytes() + " (8 MiB)");
            }
            try (InputStream in = Files.newInputStream(file)) {
                // a file that grows meanwhile is cut, and a worker rejects it
                return new ImageFile(item, in.readNBytes(EventLimits.DEFAULT.imageBytes()), Optional.empty());
            }
        } catch (IOException e) {
            return unread(item, "cannot be read: " + FailureText.reason(e));
        }
    }

    private static ImageFile unread(CatalogItem item, String fault) {
        return new ImageFile(item, NONE, Optional.of(fault));
    }
}
