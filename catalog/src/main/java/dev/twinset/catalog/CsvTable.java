package dev.twinset.catalog;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A table of items with a line of columns, read as far as it can be: a row whose quotes are wrong is read as it stands,
 * and the rows behind it are not lost; {@link LongFields} are told. Fields are separated by commas, or by semicolons or
 * tabs if the first line has no comma.
 *
 * @param columns the names of the first line, each once; empty for a column without a name
 * @param notices what was corrected, a sentence each
 */
record CsvTable(List<String> columns, List<Row> rows, List<String> notices) {
    static final String ID = "id";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final Pattern QUOTED = Pattern.compile("^\"([^\"]*)\"$");

    /** Where a quote is not closed, so many characters are searched for its end. */
    private static final int LONGEST_ROW = 1 << 17;

    /** @param line where it begins in the file, from 1 */
    record Row(long line, List<String> fields) {}

    /** @throws IOException if the file is not text in UTF-8 or has no column id; the sentence names it */
    static CsvTable read(Path file) throws IOException {
        List<String> lines = lines(file);
        char separator = separator(lines.isEmpty() ? "" : lines.get(0));
        List<Row> rows = new ArrayList<>();
        List<Long> odd = new ArrayList<>();
        LongFields quoted = new LongFields(lines);
        for (int line = 0; line < lines.size(); ) {
            int end = line;
            if (!lines.get(line).isBlank()) {
                Optional<List<String>> fields = Optional.empty();
                end = end(lines, line, separator);
                if (end >= 0) {
                    fields = fields(String.join("\n", lines.subList(line, end + 1)), separator);
                } else {
                    end = line;
                    odd.add(line + 1L);
                }
                List<String> literal = literal(lines.get(line), separator);
                int columns = (rows.isEmpty() ? literal : rows.get(0).fields()).size();
                if (fields.isPresent() && quoted.hidesRows(line, fields.get(), separator, columns)) {
                    fields = Optional.empty();
                    end = line;
                }
                rows.add(new Row(line + 1L, fields.orElse(literal)));
            }
            line = end + 1;
        }
        List<String> notices = new ArrayList<>();
        List<String> header = rows.isEmpty() ? List.of() : header(rows.remove(0).fields(), notices);
        if (!header.contains(ID)) {
            throw new IOException(file + " has no column id in its first line, only " + header
                    + ": the first line must name the columns, separated by commas, as id,gender,articleType,...");
        }
        if (!odd.isEmpty()) {
            notices.add(file.getFileName() + ": " + (odd.size() == 1 ? "1 row has" : odd.size() + " rows have")
                    + " a quote that is not closed, or text behind one, and " + (odd.size() == 1 ? "is" : "are")
                    + " read as written (line " + odd.get(0) + (odd.size() == 1 ? "" : " is the first") + ")");
        }
        notices.addAll(quoted.notices(file));
        return new CsvTable(header, rows, notices);
    }

    /** The last line of the row that begins at {@code from}; -1 if its quotes are wrong. */
    private static int end(List<String> lines, int from, char separator) {
        StringBuilder row = new StringBuilder();
        for (int end = from; end < lines.size() && row.length() < LONGEST_ROW; end++) {
            row.append(end == from ? "" : "\n").append(lines.get(end));
            if (end == from || lines.get(end).indexOf('"') >= 0) {
                if (fields(row.toString(), separator).isPresent()) {
                    return end;
                }
                if (!isOpen(row.toString(), separator)) {
                    return -1;
                }
            }
        }
        return -1;
    }

    private static Optional<List<String>> fields(String row, char separator) {
        try {
            return Optional.of(CsvReader.builder()
                    .fieldSeparator(separator)
                    .allowUnclosedQuote(false)
                    .ofSingleCsvRecord(row)
                    .getFields());
        } catch (CsvParseException e) {
            return Optional.empty();
        }
    }

    /** Whether a quote at the end is what is wrong: the next line may close it. */
    private static boolean isOpen(String row, char separator) {
        try {
            CsvReader.builder()
                    .fieldSeparator(separator)
                    .allowUnclosedQuote(true)
                    .ofSingleCsvRecord(row);
            return true;
        } catch (CsvParseException e) {
            return false;
        }
    }

    /** By its separators alone; a field that is quoted as it should be loses its quotes. */
    static List<String> literal(String line, char separator) {
        return Arrays.stream(line.split(Pattern.quote(String.valueOf(separator)), -1))
                .map(field -> QUOTED.matcher(field).replaceFirst("$1"))
                .toList();
    }

    private static char separator(String header) {
        if (header.indexOf(',') < 0) {
            for (char other : new char[] {';', '\t'}) {
                if (header.indexOf(other) >= 0) {
                    return other;
                }
            }
        }
        return ',';
    }

    private static List<String> header(List<String> fields, List<String> notices) {
        List<String> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String field : fields) {
            String given = Normalizer.normalize(field.strip(), Normalizer.Form.NFC);
            String column = given.toLowerCase(Locale.ROOT).equals(ID) ? ID : given;
            if (column.isEmpty()) {
                notices.add("column " + (columns.size() + 1) + " has no name and is left out");
            } else if (!seen.add(column)) {
                for (int number = 2; !seen.add(column); number++) {
                    column = given + number;
                }
                notices.add("the column " + printable(given) + " is there more than once: number "
                        + (columns.size() + 1) + " is read as " + printable(column));
            }
            columns.add(column);
        }
        return columns;
    }

    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static List<String> lines(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (lines.isEmpty()) {
                    line = firstLine(line);
                }
                lines.add(line);
            }
        } catch (CharacterCodingException e) {
            throw new IOException(
                    file + " is not UTF-8: save it as UTF-8 (iconv -f " + encoding(file) + " -t UTF-8 converts it)", e);
        }
        return lines;
    }

    /** UTF-16 without a byte order mark is valid UTF-8 in which every other character is a zero. */
    private static String firstLine(String line) throws CharacterCodingException {
        if (line.indexOf('\0') >= 0 && line.indexOf('\0') < 2) {
            throw new MalformedInputException(1);
        }
        return line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
    }

    /** The likely encoding, by the first bytes: a byte order mark or a zero means UTF-16. */
    private static String encoding(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(2);
            boolean marked = start.length == 2 && (start[0] & start[1] & 0xFE) == 0xFE;
            boolean zero = start.length == 2 && (start[0] == 0 || start[1] == 0);
            return marked ? "UTF-16" : zero ? (start[0] == 0 ? "UTF-16BE" : "UTF-16LE") : "WINDOWS-1252";
        } catch (IOException e) {
            return "ITS-ENCODING";
        }
    }
}
