package dev.twinset.worker.features;

import dev.twinset.worker.search.Cosine;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.store.FeatureStore;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a list of changes can be kept: a vector or id that no worker can have written is left out, with a warning.
 */
public record UsableChanges(int dimension) {
    private static final Logger log = LoggerFactory.getLogger(UsableChanges.class);

    /** The last change of each item, in the order of their first ones; an item without a usable vector is empty. */
    public Map<String, Optional<Item>> lastOfEach(List<FeatureChange> changes) {
        Map<String, Optional<Item>> last = new LinkedHashMap<>();
        for (FeatureChange change : changes) {
            if (isUsable(change.itemId())) {
                last.put(
                        change.itemId(),
                        change.vector()
                                .filter(vector -> isUsable(change.itemId(), vector))
                                .map(vector -> new Item(vector, change.attributes(), change.options())));
            }
        }
        return last;
    }

    private static boolean isUsable(String itemId) {
        int bytes = itemId.getBytes(StandardCharsets.UTF_8).length;
        boolean usable = bytes > 0 && bytes <= FeatureStore.MAX_ID_BYTES && itemId.indexOf('\0') < 0;
        if (!usable) {
            log.warn(
                    "a feature of an item id with {} bytes is left out: 1 to {} are allowed",
                    bytes,
                    FeatureStore.MAX_ID_BYTES);
        }
        return usable;
    }

    private boolean isUsable(String itemId, float[] vector) {
        boolean usable = vector.length == dimension && Cosine.isUnit(vector);
        if (!usable) {
            log.warn("the feature of item {} is not a unit vector of {} dimensions: it is left out", itemId, dimension);
        }
        return usable;
    }
}
