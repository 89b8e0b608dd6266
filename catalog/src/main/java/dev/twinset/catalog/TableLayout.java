package dev.twinset.catalog;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A table whose column {@code path} says where the picture of a row lies; {@link Catalog#read} has its rules. */
final class TableLayout {
    private static final String PATH = "path";

    private TableLayout() {}

    static Catalog read(Path source, Path file) throws IOException {
        Path given = file.toAbsolutePath().getParent();
        Path folder = file.getParent() == null ? Path.of("") : file.getParent();
        CsvTable table = CsvTable.read(file);
        Optional<String> path = pathColumn(table);
        if (path.isEmpty() || given == null) {
            throw new IOException(file + " has no column path in its first line, only " + table.columns()
                    + ": as a catalogue, a table says in a column path where each picture lies, as id,path,...");
        }
        TableItems rows = new TableItems(file, table);
        List<CatalogItem> items = rows.read((id, attributes) -> {
            String value = Optional.ofNullable(attributes.remove(path.get())).orElse("");
            return picture(folder, value);
        });
        List<String> columns = table.columns().stream()
                .filter(column -> !column.isEmpty() && !column.equals(CsvTable.ID) && !column.equals(path.get()))
                .toList();
        return new Catalog(folder, folder, source, columns, items, rows.notices());
    }

    /** Whether it is a table of ids and paths. */
    static boolean isAt(Path file) throws IOException {
        CsvTable table;
        try {
            table = CsvTable.read(file);
        } catch (IOException e) {
            if (Files.isReadable(file)) {
                return false; // some other table
            }
            throw e;
        }
        return pathColumn(table).isPresent();
    }

    /** The only table in the folder itself, if it is one of ids and paths. */
    static Optional<Path> in(Path directory) throws IOException {
        List<Path> tables = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.csv")) {
            entries.forEach(tables::add);
        }
        return tables.size() == 1 && Files.isRegularFile(tables.get(0)) && isAt(tables.get(0))
                ? Optional.of(tables.get(0))
                : Optional.empty();
    }

    private static Optional<String> pathColumn(CsvTable table) {
        return table.columns().stream()
                .filter(column -> column.equalsIgnoreCase(PATH))
                .findFirst();
    }

    /** Disks and tables write the same letters in different ways. */
    private static Path existing(Path folder, Path path) {
        return Stream.of(Normalizer.Form.NFC, Normalizer.Form.NFD)
                .map(form -> folder.resolve(Normalizer.normalize(path.toString(), form)))
                .filter(other -> !Files.exists(folder.resolve(path)) && Files.exists(other))
                .findFirst()
                .orElse(folder.resolve(path));
    }

    /** Windows writes its paths with backslashes. */
    private static Path picture(Path folder, String value) throws TableItems.RowException {
        String quoted = "the path \"" + CsvTable.printable(value) + "\" ";
        try {
            Path path = Path.of(value.replace('\\', '/')).normalize();
            if (value.isEmpty()) {
                throw new TableItems.RowException(quoted + "is empty");
            }
            if (value.contains("://")) {
                throw new TableItems.RowException(quoted + "is an address: fetch the picture first");
            }
            if (path.isAbsolute() || path.startsWith("..") || value.matches("^[A-Za-z]:.*")) {
                throw new TableItems.RowException(
                        quoted + "leads out of the table's folder, expected one that begins there");
            }
            return existing(folder, path);
        } catch (InvalidPathException e) {
            throw new TableItems.RowException(quoted + "cannot be the name of a file on this machine");
        }
    }
}
