package dev.twinset.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the items of a table; a row that names none is left out and told. */
final class TableItems {
    private final Path file;
    private final CsvTable table;
    private final List<String> notices;

    TableItems(Path file, CsvTable table) {
        this.file = file;
        this.table = table;
        this.notices = new ArrayList<>(table.notices());
    }

    /** Says where the picture of a row lies. */
    interface Pictures {
        /** @throws RowException if the row cannot have one */
        Path of(String id, Map<String, String> attributes) throws RowException, IOException;
    }

    /** Why a row is left out, as the rest of a sentence that begins with its line. */
    static final class RowException extends Exception {
        private static final long serialVersionUID = 1;

        RowException(String reason) {
            super(reason);
        }
    }

    /** What was corrected and left out; complete when the items are read. */
    List<String> notices() {
        return notices;
    }

    /** @throws IOException if no row names an item */
    List<CatalogItem> read(Pictures pictures) throws IOException {
        List<CatalogItem> items = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (CsvTable.Row row : table.rows()) {
            Map<String, String> attributes = attributes(row);
            String id = Normalizer.normalize(attributes.getOrDefault(CsvTable.ID, ""), Normalizer.Form.NFC);
            attributes.remove(CsvTable.ID);
            try {
                if (id.isEmpty()) {
                    throw new RowException("the id \"\" is empty");
                }
                Path picture = pictures.of(id, attributes);
                if (!seen.add(id)) {
                    throw new RowException("the id " + CsvTable.printable(id) + " is in an earlier row too");
                }
                items.add(new CatalogItem(id, picture, attributes));
            } catch (RowException e) {
                notices.add(file.getFileName() + " line " + row.line() + " is left out: " + e.getMessage());
            }
        }
        if (items.isEmpty()) {
            throw new IOException(file + " names no item: it needs one row for each, below the line of columns"
                    + (notices.isEmpty() ? "" : "; " + notices.get(notices.size() - 1)));
        }
        return items;
    }

    /** Column to value, the id with them; without blanks around the values, without the empty ones. */
    private Map<String, String> attributes(CsvTable.Row row) {
        Map<String, String> attributes = new LinkedHashMap<>();
        List<String> columns = table.columns();
        for (int column = 0; column < Math.min(columns.size(), row.fields().size()); column++) {
            String value = field(row, column).strip();
            if (!value.isEmpty() && !columns.get(column).isEmpty()) {
                attributes.put(columns.get(column), value);
            }
        }
        return attributes;
    }

    /** An unquoted comma in the last column (a product's name) makes fields too many: they are put together again. */
    private String field(CsvTable.Row row, int column) {
        List<String> fields = row.fields();
        int last = table.columns().size() - 1;
        return column < last || fields.size() <= last + 1
                ? fields.get(column)
                : String.join(",", fields.subList(column, fields.size()));
    }
}
