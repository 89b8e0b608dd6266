package dev.twinset.catalog;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A catalogue on disk: the Fashion Product Images layout ({@code styles.csv} and {@code images/<id>.jpg}), a table of
 * ids and paths, or a plain folder of images (a sub-folder is a category).
 *
 * @param directory the folder that holds it
 * @param pictures the folder that holds its pictures; nothing outside of it is read as one
 * @param source what was named: the folder, the table, or the archive that it was unpacked from
 * @param columns the attribute columns, in the catalogue's order
 * @param items in the catalogue's order
 * @param notices what was corrected or left out, a sentence each
 */
public record Catalog(
        Path directory,
        Path pictures,
        Path source,
        List<String> columns,
        List<CatalogItem> items,
        List<String> notices) {
    public Catalog {
        requireNonNull(directory, "directory is null");
        requireNonNull(pictures, "pictures is null");
        requireNonNull(source, "source is null");
        columns = List.copyOf(columns);
        items = List.copyOf(items);
        notices = List.copyOf(notices);
    }

    /** A catalogue whose pictures lie anywhere in its folder. */
    public Catalog(Path directory, List<String> columns, List<CatalogItem> items) {
        this(directory, directory, directory, columns, items, List.of());
    }

    /** The same catalogue with these items. */
    public Catalog with(List<CatalogItem> others) {
        return new Catalog(directory, pictures, source, columns, others, notices);
    }

    /**
     * Reads a catalogue: a folder that holds {@code styles.csv} and {@code images} is of the Fashion Product Images
     * layout; a table with a column {@code path}, or a folder whose only table is one, is a table of ids and paths; any
     * other folder is a plain one.
     *
     * <p>Tables: UTF-8 with or without a byte order mark; a column {@code id}, every other column is an attribute. A
     * row with too few fields lacks the last attributes; the fields that a row has too many belong to its last column
     * (an unquoted comma in a product name). A row whose quotes are wrong is read as written. A row that names no item,
     * or one that an earlier row names, is left out. A column without a name is left out, one whose name is there
     * already gets a number. Blanks around an id do not belong to it, and its letters are composed (Unicode NFC), also
     * where the name of its picture has them decomposed.
     *
     * <p>Fashion Product Images: a row without a picture stays in, with the path where the picture should be. Pictures
     * are {@code images/<id>} with one of the endings .jpg, .jpeg, .png, .webp, .jpe, .jfif, in this order where there
     * are several, or with none.
     *
     * <p>Table of ids and paths: a path begins in the table's folder and stays there.
     *
     * <p>Plain folder: every picture under it, ordered by path; hidden files and folders, and those in which programs
     * keep thumbnails, are left out. The id is the file's name without its ending. Files that would share an id get
     * their sub-folder in front ({@code shoes/red/1.jpg} is {@code shoes-red-1}), and those that still would also keep
     * their ending.
     *
     * <p>Symbolic links to pictures are followed within {@link #pictures}, never out of it.
     *
     * @param path a folder or a table
     * @throws IOException naming the path, what is wrong and what to do
     */
    public static Catalog read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException("no catalogue at " + path.toAbsolutePath()
                    + ": the folder does not exist; name a folder that holds styles.csv and images/, or a folder of"
                    + " images");
        }
        if (Files.isRegularFile(path)
                && path.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            return TableLayout.read(path, path);
        }
        if (!Files.isDirectory(path)) {
            throw new IOException("no catalogue at " + path.toAbsolutePath()
                    + ": it is a file; name the folder that holds styles.csv and images/, a folder of images, or a"
                    + " table (.csv) with the columns id and path");
        }
        if (FashionLayout.isAt(path)) {
            return FashionLayout.read(path);
        }
        Optional<Path> table = TableLayout.in(path);
        return table.isPresent() ? TableLayout.read(path, table.get()) : FolderLayout.read(path);
    }

    /**
     * Pictures under {@code images/} that belong to no item, ordered by name; in a plain folder every picture is an
     * item. Only a catalogue that is whole, as {@link #read} gives it, can tell.
     */
    public List<Path> unlistedImages() throws IOException {
        return pictures.equals(directory) ? List.of() : FashionLayout.unlistedImages(this);
    }
}
