package dev.twinset.worker.standing;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.result.Cause;
import dev.twinset.worker.search.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change that the index holds by now.
 *
 * @param before what the index held of the item; empty if it held nothing
 * @param after what it holds now; empty if the item was deleted
 */
public record Changed(String itemId, Optional<Item> before, Optional<Item> after) {
    public Changed {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(before, "before is null");
        requireNonNull(after, "after is null");
    }

    Cause cause() {
        if (before.isEmpty()) {
            return new Cause(Cause.Change.ADDED, itemId);
        }
        if (after.isEmpty()) {
            return new Cause(Cause.Change.DELETED, itemId);
        }
        return new Cause(sameVector() ? Cause.Change.ATTRIBUTES : Cause.Change.REPLACED, itemId);
    }

    /** Whether nothing has changed that an answer could show. */
    boolean isNone() {
        return (before.isEmpty() && after.isEmpty())
                || (sameVector() && attributes(before).equals(attributes(after)));
    }

    /** Those that the item's similarity to others depended on, and depends on now. */
    List<float[]> vectors() {
        List<float[]> vectors = new ArrayList<>(2);
        before.map(Item::vector).ifPresent(vectors::add);
        if (!sameVector()) {
            after.map(Item::vector).ifPresent(vectors::add);
        }
        return vectors;
    }

    private boolean sameVector() {
        return before.isPresent()
                && after.isPresent()
                && Arrays.equals(before.get().vector(), after.get().vector());
    }

    private static Map<String, String> attributes(Optional<Item> item) {
        return item.map(one -> one.attributes()).orElse(Map.of());
    }
}
