package dev.twinset.catalog;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Draws a catalogue of garments, shoes, bags and accessories in the Fashion Product Images layout; the same from the
 * same seed.
 */
public final class DrawnCatalog {
    private DrawnCatalog() {}

    /** Draws {@code items} products into {@code directory}: {@code styles.csv} and {@code images/<id>.jpg}. */
    @SuppressWarnings("DoNotCallSuggester")
    public static void draw(int items, long seed, Path directory) throws IOException {
        throw new UnsupportedOperationException();
    }
}
