package dev.twinset.catalog;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A CSV file with a row for each item: its first line is {@code id}, then the names of attributes. */
public final class AttributeTable {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private AttributeTable() {}

    /**
     * One row.
     *
     * @param line of the file, from 1
     * @param attributes names to values; empty where the cell is
     */
    public record Row(long line, String itemId, Map<String, String> attributes) {
        public Row {
            attributes = Map.copyOf(attributes);
        }
    }

    /** @throws IOException if the file cannot be read, or is something else; the sentence says where */
    public static List<Row> read(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            return rows(
                    file,
                    CsvReader.builder()
                            .allowUnclosedQuote(false)
                            .ofCsvRecord(reader)
                            .iterator());
        } catch (CharacterCodingException e) {
            throw notUtf8(file, e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException encoding) {
                throw notUtf8(file, encoding);
            }
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new IOException(file + " cannot be read as CSV: " + e.getMessage() + "; repair it there", e);
        }
    }

    private static IOException notUtf8(Path file, CharacterCodingException e) {
        return new IOException(file + " is not UTF-8: save it as UTF-8", e);
    }

    private static List<Row> rows(Path file, Iterator<CsvRecord> records) throws IOException {
        List<String> header = records.hasNext() ? List.copyOf(records.next().getFields()) : List.of();
        if (header.size() < 2 || !header.get(0).equals("id") || new HashSet<>(header).size() < header.size()) {
            throw new IOException(file + " begins with " + header
                    + ", expected a first line of id and the names of attributes, each once, as id,available,price");
        }
        List<Row> rows = new ArrayList<>();
        while (records.hasNext()) {
            CsvRecord record = records.next();
            Map<String, String> attributes = new LinkedHashMap<>();
            for (int column = 1; column < header.size(); column++) {
                attributes.put(header.get(column), record.getField(column).strip());
            }
            rows.add(new Row(record.getStartingLineNumber(), record.getField(0).strip(), attributes));
        }
        return rows;
    }
}
