package dev.twinset.trainer.dataset;

import dev.twinset.catalog.CatalogItem;

/**
 * An item whose image was decoded.
 *
 * @param slot of its pixels
 * @param digest the first 64 bits of the image file's SHA-256: equal for copies of one image
 */
record DecodedItem(CatalogItem item, int slot, Split part, long digest) {}
