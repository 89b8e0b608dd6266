package dev.twinset.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A CSV file with a row for each item: its first line is {@code id}, then the names of attributes. Read as
 * {@link CsvTable} reads a catalogue, but what had to be corrected there is refused here: a price in the wrong row is
 * worse than none.
 */
public final class AttributeTable {
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
        CsvTable table = CsvTable.read(file);
        if (!table.notices().isEmpty()) {
            throw new IOException(file + " needs correcting, and nothing was changed. In a catalogue: "
                    + table.notices().get(0));
        }
        List<String> header = table.columns();
        if (header.size() < 2 || !header.get(0).equals(CsvTable.ID)) {
            throw new IOException(file + " begins with " + header
                    + ", expected a first line of id and the names of attributes, each once, as id,available,price");
        }
        List<Row> rows = new ArrayList<>();
        for (CsvTable.Row row : table.rows()) {
            List<String> fields = row.fields();
            if (fields.size() != header.size()) {
                throw new IOException(file + " line " + row.line() + ": expected " + header.size()
                        + " cells, as in the first line, found " + fields.size()
                        + "; nothing was changed, correct it there");
            }
            Map<String, String> attributes = new LinkedHashMap<>();
            for (int column = 1; column < header.size(); column++) {
                attributes.put(header.get(column), fields.get(column).strip());
            }
            rows.add(new Row(row.line(), fields.get(0).strip(), attributes));
        }
        return rows;
    }
}
