package dev.twinset.trainer.command;

import dev.twinset.catalog.Catalog;

/** {@code --limit}. */
final class Limit {
    private Limit() {}

    /** @throws IllegalArgumentException unless at least one item is wanted */
    static Catalog first(int limit, Catalog catalog) {
        if (limit < 1) {
            throw new IllegalArgumentException("--limit is " + limit + ", at least 1 expected");
        }
        int count = Math.min(limit, catalog.items().size());
        return new Catalog(
                catalog.directory(), catalog.columns(), catalog.items().subList(0, count));
    }
}
