package dev.twinset.worker.search;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.result.Copies;
import java.util.List;

/**
 * The answer to one {@link Query}.
 *
 * @param items best first
 * @param copies of the item that asks
 */
public record Found(List<FoundItem> items, Copies copies) {
    public Found {
        items = List.copyOf(items);
        requireNonNull(copies, "copies is null");
    }
}
