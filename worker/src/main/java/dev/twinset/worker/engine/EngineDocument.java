package dev.twinset.worker.engine;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.search.Item;
import java.util.Optional;

/**
 * A record of the changelog as the engine keeps it.
 *
 * @param partition of the changelog; an item is always in the same one
 * @param offset in the partition: the larger it is, the newer the document
 * @param item empty for a deletion
 */
public record EngineDocument(String itemId, int partition, long offset, Optional<Item> item) {
    public EngineDocument {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(item, "item is null");
    }
}
