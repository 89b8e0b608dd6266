package dev.twinset.catalog;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
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

    /**
     * Reads a catalogue of either layout: a folder that holds {@code styles.csv} is of the Fashion Product Images
     * layout, any other is a plain folder.
     *
     * <p>Fashion Product Images: UTF-8 with or without a byte order mark; a column {@code id}, every other column is an
     * attribute. A row with too few fields lacks the last attributes; the fields that a row has too many belong to its
     * last column (an unquoted comma in a product name). A row without a picture stays in, with the path where the
     * picture should be. Pictures are {@code images/<id>} with one of the endings .jpg, .jpeg, .png, .webp, in this
     * order where there are several.
     *
     * <p>Plain folder: every .jpg, .jpeg, .png and .webp under it, ordered by path; hidden files and folders are
     * skipped. The id is the file's name without its ending. Files that would share an id get their sub-folder in front
     * ({@code shoes/red/1.jpg} is {@code shoes-red-1}), and those that still would also keep their ending.
     *
     * <p>Symbolic links to pictures are followed within the catalogue, never out of it.
     *
     * @throws IOException naming the path, what is wrong and what to do
     */
    public static Catalog read(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            throw new IOException("no catalogue at " + directory.toAbsolutePath()
                    + ": the folder does not exist; name a folder that holds styles.csv and images/, or a folder of"
                    + " images");
        }
        if (!Files.isDirectory(directory)) {
            throw new IOException("no catalogue at " + directory.toAbsolutePath()
                    + ": it is a file; name the folder that holds styles.csv and images/, or a folder of images");
        }
        return FashionLayout.isAt(directory) ? FashionLayout.read(directory) : FolderLayout.read(directory);
    }

    /**
     * Pictures under {@code images/} that belong to no item, ordered by name; in a plain folder every picture is an
     * item. Only a catalogue that is whole, as {@link #read} gives it, can tell.
     */
    public List<Path> unlistedImages() throws IOException {
        return FashionLayout.isAt(directory) ? FashionLayout.unlistedImages(this) : List.of();
    }
}
