package dev.twinset.catalog;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The layout of the public Fashion Product Images set; {@link Catalog#read} has its rules. */
final class FashionLayout {
    private final Path directory;
    private final Path styles;
    private final Path images;
    private final Skipped skipped = new Skipped();

    private FashionLayout(Path directory) {
        this.directory = directory;
        this.styles = directory.resolve("styles.csv");
        this.images = directory.resolve("images");
    }

    static boolean isAt(Path directory) {
        return Files.exists(directory.resolve("styles.csv"));
    }

    static Catalog read(Path directory) throws IOException {
        return new FashionLayout(directory).read();
    }

    static List<Path> unlistedImages(Catalog catalog) throws IOException {
        Set<Path> listed = new HashSet<>();
        catalog.items().forEach(item -> listed.add(item.image()));
        List<Path> unlisted = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(catalog.pictures())) {
            for (Path entry : entries) {
                if (ImageFiles.isPicture(entry) && !listed.contains(entry)) {
                    unlisted.add(entry);
                }
            }
        }
        unlisted.sort(null);
        return unlisted;
    }

    private Catalog read() throws IOException {
        if (!Files.isDirectory(images)) {
            if (TableLayout.isAt(styles)) {
                return TableLayout.read(directory, styles);
            }
            throw new IOException(directory.toAbsolutePath()
                    + " has styles.csv but no folder images: put the pictures there, as images/<id>.jpg");
        }
        CsvTable table = CsvTable.read(styles);
        Map<String, Path> pictures = pictures();
        TableItems rows = new TableItems(styles, table);
        List<CatalogItem> items = rows.read((id, attributes) -> {
            requireFileName(id);
            Path picture = pictures.get(id);
            return picture == null ? ImageFiles.resolve(images, id + ".jpg") : picture;
        });
        List<String> columns = table.columns().stream()
                .filter(column -> !column.isEmpty() && !column.equals(CsvTable.ID))
                .toList();
        List<String> notices = new ArrayList<>(rows.notices());
        skipped.sentence().ifPresent(notices::add);
        return new Catalog(directory, images, directory, columns, items, notices);
    }

    /** The id becomes part of a path here, so it must not be a path itself. */
    private static void requireFileName(String id) throws TableItems.RowException {
        if (id.contains("/") || id.contains("\\") || id.contains("..") || id.indexOf('\0') >= 0) {
            throw new TableItems.RowException("the id \"" + CsvTable.printable(id)
                    + "\" is a path, expected the name of a picture without its ending, as 10000 for"
                    + " images/10000.jpg");
        }
    }

    /** By the composed form of their names: disks and tables write the same letters in different ways. */
    private Map<String, Path> pictures() throws IOException {
        Path root = images.toRealPath();
        Map<String, Path> pictures = new HashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(images)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (Files.isDirectory(entry)) {
                    skipped.folder(name);
                } else if (Files.isSymbolicLink(entry) && !ImageFiles.leadsInside(entry, root)) {
                    skipped.link(entry, root);
                } else if (!ImageFiles.isPicture(entry)) {
                    skipped.file(name);
                } else {
                    String id = Normalizer.normalize(ImageFiles.withoutEnding(name), Normalizer.Form.NFC);
                    pictures.merge(id, entry, FashionLayout::preferred);
                }
            }
        }
        return pictures;
    }

    private static Path preferred(Path one, Path other) {
        int difference = ImageFiles.rank(one.toString()) - ImageFiles.rank(other.toString());
        return difference < 0 || (difference == 0 && one.compareTo(other) < 0) ? one : other;
    }
}
