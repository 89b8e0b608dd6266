package dev.twinset.catalog;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One product of a catalogue on disk.
 *
 * @param image where its picture should be; the file may be missing
 * @param attributes column to value, in the catalogue's column order, empty values left out
 */
public record CatalogItem(String id, Path image, Map<String, String> attributes) {
    public CatalogItem {
        requireNonNull(id, "id is null");
        requireNonNull(image, "image is null");
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
}
