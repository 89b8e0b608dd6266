package dev.twinset.catalog;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A catalogue on disk: the Fashion Product Images layout ({@code styles.csv} and {@code images/<id>.jpg}) or a plain
 * folder of images (a sub-folder is a category).
 *
 * @param columns the attribute columns, in the catalogue's order
 * @param items in the catalogue's order
 */
public record Catalog(Path directory, List<String> columns, List<CatalogItem> items) {
    public Catalog {
        requireNonNull(directory, "directory is null");
        columns = List.copyOf(columns);
        items = List.copyOf(items);
    }

    /** @throws IOException naming the path, what is wrong and what to do */
    @SuppressWarnings("DoNotCallSuggester")
    public static Catalog read(Path directory) throws IOException {
        throw new UnsupportedOperationException();
    }
}
