package dev.twinset.producer.gallery;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogFiles;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.contract.record.EventLimits;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A catalogue's pictures on disk, by item. Holds the ids and file names only. Any thread. */
final class CatalogFolder {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogFolder.class);

    private final Optional<CatalogFiles> opener;
    private final Path root;
    private final Map<String, String> files = new HashMap<>();

    private CatalogFolder(Optional<CatalogFiles> opener, Path root, List<CatalogItem> items) {
        this.opener = opener;
        this.root = root;
        for (CatalogItem item : items) {
            files.put(item.id(), root.relativize(item.image()).toString());
        }
    }

    static CatalogFolder empty() {
        return new CatalogFolder(Optional.empty(), Path.of(""), List.of());
    }

    /** @throws IOException if the folder is not a catalogue */
    static CatalogFolder read(Path directory) throws IOException {
        Catalog catalog = Catalog.read(directory);
        return new CatalogFolder(Optional.of(CatalogFiles.of(catalog)), catalog.directory(), catalog.items());
    }

    /** The current picture; empty if there is none, it is not a regular file, or it is larger than an upload may be. */
    Optional<byte[]> picture(String itemId) {
        String name = files.get(itemId);
        if (name == null || opener.isEmpty()) {
            return Optional.empty();
        }
        int most = EventLimits.DEFAULT.imageBytes();
        try (SeekableByteChannel file = opener.get().open(root.resolve(name))) {
            return file.size() > most
                    ? Optional.empty()
                    : Optional.of(Channels.newInputStream(file).readNBytes(most));
        } catch (IOException e) {
            LOG.debug("the catalogue's picture cannot be read", e);
            return Optional.empty();
        }
    }
}
