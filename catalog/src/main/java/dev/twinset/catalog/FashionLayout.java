package dev.twinset.catalog;

import static java.util.Objects.requireNonNull;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The layout of the public Fashion Product Images set; {@link Catalog#read} has its rules. */
final class FashionLayout {
    private static final String ID = "id";
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Path directory;
    private final Path styles;
    private final Path images;

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
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(catalog.directory().resolve("images"))) {
            for (Path entry : entries) {
                if (ImageFiles.rank(String.valueOf(entry.getFileName())) >= 0 && !listed.contains(entry)) {
                    unlisted.add(entry);
                }
            }
        }
        unlisted.sort(null);
        return unlisted;
    }

    private Catalog read() throws IOException {
        if (!Files.isDirectory(images)) {
            throw new IOException(directory.toAbsolutePath()
                    + " has styles.csv but no folder images: put the pictures there, as images/<id>.jpg");
        }
        Map<String, Path> pictures = pictures();
        try (BufferedReader reader = Files.newBufferedReader(styles, StandardCharsets.UTF_8)) {
            requireNoZero(reader);
            skipByteOrderMark(reader);
            return rows(reader, pictures);
        } catch (UncheckedIOException e) {
            throw readable(requireNonNull(e.getCause()));
        } catch (CharacterCodingException e) {
            throw readable(e);
        } catch (CsvParseException e) {
            throw new IOException(styles + " cannot be read as CSV: " + reason(e) + "; repair it there", e);
        }
    }

    private Catalog rows(Reader reader, Map<String, Path> pictures) throws IOException {
        Iterator<CsvRecord> records = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .ofCsvRecord(reader)
                .iterator();
        List<String> header = records.hasNext() ? header(records.next()) : List.of();
        int id = header.indexOf(ID);
        if (id < 0) {
            throw new IOException(styles + " has no column id in its first line, only " + header
                    + ": the first line must name the columns, separated by commas, as id,gender,articleType,...");
        }
        List<CatalogItem> items = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        while (records.hasNext()) {
            CatalogItem item = item(records.next(), header, id, pictures);
            if (!seen.add(item.id())) {
                throw new IOException(styles + " names the id " + item.id()
                        + " in more than one row: every item needs an id of its own");
            }
            items.add(item);
        }
        if (items.isEmpty()) {
            throw new IOException(styles + " names no item: it needs one row for each, below the line of columns");
        }
        return new Catalog(
                directory, header.stream().filter(column -> !column.equals(ID)).toList(), items);
    }

    private List<String> header(CsvRecord record) throws IOException {
        List<String> columns = new ArrayList<>();
        for (String field : record.getFields()) {
            String column = field.strip();
            columns.add(column.toLowerCase(Locale.ROOT).equals(ID) ? ID : column);
        }
        Set<String> distinct = new LinkedHashSet<>(columns);
        if (distinct.size() < columns.size()) {
            throw new IOException(styles + " names a column twice in its first line: " + columns
                    + "; every column needs a name of its own");
        }
        return columns;
    }

    private CatalogItem item(CsvRecord record, List<String> header, int idColumn, Map<String, Path> pictures)
            throws IOException {
        Map<String, String> attributes = new LinkedHashMap<>();
        String id = "";
        for (int column = 0; column < Math.min(header.size(), record.getFieldCount()); column++) {
            String value = field(record, column, header.size()).strip();
            if (column == idColumn) {
                id = value;
            } else if (!value.isEmpty()) {
                attributes.put(header.get(column), value);
            }
        }
        requireFileName(id, record.getStartingLineNumber());
        Path picture = pictures.get(id);
        return new CatalogItem(id, picture == null ? ImageFiles.resolve(images, id + ".jpg") : picture, attributes);
    }

    /** An unquoted comma in the last column (a product's name) makes fields too many: they are put together again. */
    private static String field(CsvRecord record, int column, int columns) {
        if (column < columns - 1 || record.getFieldCount() <= columns) {
            return record.getField(column);
        }
        return String.join(",", record.getFields().subList(column, record.getFieldCount()));
    }

    /** The id becomes part of a path here, so it must not be a path itself. */
    private void requireFileName(String id, long line) throws IOException {
        boolean path = id.contains("/") || id.contains("\\") || id.contains("..") || id.indexOf('\0') >= 0;
        if (id.isEmpty() || path) {
            throw new IOException(styles + " line " + line + ": the id \"" + printable(id) + "\" "
                    + (path ? "is a path" : "is empty")
                    + ", expected the name of a picture without its ending, as 10000 for images/10000.jpg");
        }
    }

    private Map<String, Path> pictures() throws IOException {
        Path root = images.toRealPath();
        Map<String, Path> pictures = new HashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(images)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (ImageFiles.rank(name) >= 0
                        && (!Files.isSymbolicLink(entry) || ImageFiles.leadsInside(entry, root))) {
                    pictures.merge(ImageFiles.withoutEnding(name), entry, FashionLayout::preferred);
                }
            }
        }
        return pictures;
    }

    private static Path preferred(Path one, Path other) {
        int difference = ImageFiles.rank(one.toString()) - ImageFiles.rank(other.toString());
        return difference < 0 || (difference == 0 && one.compareTo(other) < 0) ? one : other;
    }

    /** UTF-16 without a byte order mark is valid UTF-8 in which every other character is a zero. */
    private static void requireNoZero(BufferedReader reader) throws IOException {
        reader.mark(2);
        char[] start = {' ', ' '};
        int count = reader.read(start);
        reader.reset();
        if (count > 0 && (start[0] == 0 || start[1] == 0)) {
            throw new MalformedInputException(1);
        }
    }

    private static void skipByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
    }

    private IOException readable(IOException e) {
        if (e instanceof CharacterCodingException) {
            return new IOException(
                    styles + " is not UTF-8: save it as UTF-8 (iconv -f " + encoding() + " -t UTF-8 converts it)", e);
        }
        return e;
    }

    /** The likely encoding, by the first bytes: a byte order mark or a zero means UTF-16. */
    private String encoding() {
        try (InputStream in = Files.newInputStream(styles)) {
            byte[] start = in.readNBytes(2);
            boolean marked = start.length == 2 && (start[0] & start[1] & 0xFE) == 0xFE;
            boolean zero = start.length == 2 && (start[0] == 0 || start[1] == 0);
            return marked ? "UTF-16" : zero ? (start[0] == 0 ? "UTF-16BE" : "UTF-16LE") : "WINDOWS-1252";
        } catch (IOException e) {
            return "ITS-ENCODING";
        }
    }

    private static String reason(CsvParseException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return e.getMessage() + (cause == e ? "" : " (" + cause.getMessage() + ")");
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
