package dev.twinset.producer.gallery;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.contract.record.EventLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A catalogue's pictures on disk, by item. Holds the ids and file names only. Any thread. */
final class CatalogFolder {
    private final Path root;
    private final Map<String, String> files = new HashMap<>();

    private CatalogFolder(Path root) {
        this.root = root;
    }

    static CatalogFolder empty() {
        return new CatalogFolder(Path.of(""));
    }

    /** @throws IOException if the folder is not a catalogue */
    static CatalogFolder read(Path directory) throws IOException {
        Catalog catalog = Catalog.read(directory);
        CatalogFolder folder = new CatalogFolder(catalog.directory().toRealPath());
        for (CatalogItem item : catalog.items()) {
            folder.files.put(
                    item.id(), catalog.directory().relativize(item.image()).toString());
        }
        return folder;
    }

    /** The current picture; empty if there is none, it is not a regular file, or it is larger than an upload may be. */
    Optional<byte[]> picture(String itemId) throws IOException {
        String name = files.get(itemId);
        if (name == null) {
            return Optional.empty();
        }
        Path file = root.resolve(name);
        int most = EventLimits.DEFAULT.imageBytes();
        // a link that leads out of the catalogue may have been put there since the catalogue was read
        if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(root) || Files.size(file) > most) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(in.readNBytes(most));
        }
    }
}
