package dev.twinset.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Quoted fields of a table that take many lines, or lines that look like rows: one of their quotes may be a mistake.
 */
final class LongFields {
    /** Descriptions have some dozens of lines; what is longer rather begins and ends with two unrelated quotes. */
    private static final int MOST_LINES = 50;

    private static final int LISTED = 3;

    private final List<String> lines;
    private final List<String> split = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();

    /** @param lines of the file */
    LongFields(List<String> lines) {
        this.lines = lines;
    }

    /**
     * Looks at the field of a row that has the most lines.
     *
     * @param line where the row begins, from 0
     * @param columns of the table
     * @return whether the row is to be read by its separators alone, because many rows would be lost in that field
     */
    boolean hidesRows(int line, List<String> fields, char separator, int columns) {
        int first = line;
        int most = 0;
        int at = line;
        for (String field : fields) {
            int breaks = (int) field.chars().filter(c -> c == '\n').count();
            if (breaks > most) {
                first = at;
                most = breaks;
            }
            at += breaks;
        }
        if (most == 0) {
            return false;
        }
        boolean rows = lines.subList(first + 1, first + most + 1).stream()
                .allMatch(inside ->
                        inside.isBlank() || CsvTable.literal(inside, separator).size() >= columns);
        boolean hidden = rows && most >= MOST_LINES && first == line;
        if (rows || most >= MOST_LINES) {
            (hidden ? split : kept).add("line " + (first + 1) + " (" + (most + 1) + " lines)");
        }
        return hidden;
    }

    List<String> notices(Path file) {
        List<String> notices = new ArrayList<>();
        tell(notices, file, split, "rows lie between two quotes, and are read as rows");
        tell(
                notices,
                file,
                kept,
                "a quoted field has many lines, or lines like rows, and is read as one field; where they are rows,"
                        + " correct the quotes");
        return notices;
    }

    private static void tell(List<String> notices, Path file, List<String> places, String what) {
        if (!places.isEmpty()) {
            int more = places.size() - LISTED;
            notices.add(file.getFileName() + ": " + what + ": opened in "
                    + places.stream().limit(LISTED).collect(Collectors.joining(", "))
                    + (more > 0 ? " and " + more + " more" : ""));
        }
    }
}
