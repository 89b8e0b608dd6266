package dev.twinset.trainer.command;

import dev.twinset.catalog.Catalog;
import dev.twinset.console.LimitOption;

/** A catalogue with no more items than {@code --limit} allows. */
final class Catalogs {
    private Catalogs() {}

    static Catalog first(LimitOption limit, Catalog catalog) {
        return catalog.with(limit.first(catalog.items()));
    }
}
