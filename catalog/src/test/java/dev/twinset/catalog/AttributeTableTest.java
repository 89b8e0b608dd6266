package dev.twinset.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeTableTest {
    @TempDir
    Path directory;

    @Test
    void whatSpreadsheetsWriteIsRead() throws IOException {
        String plain = "id,price,colour\n1,19,\"blue, dark\"\n\n2,,\"6\"\" heel\"\n";
        List<AttributeTable.Row> rows = List.of(
                new AttributeTable.Row(2, "1", Map.of("price", "19", "colour", "blue, dark")),
                new AttributeTable.Row(4, "2", Map.of("price", "", "colour", "6\" heel")));

        assertThat(read(plain)).isEqualTo(rows);
        assertThat(read("\uFEFF" + plain.replace("\n", "\r\n"))).isEqualTo(rows);
        assertThat(read(plain.replace("id,price,colour", "ID,price,colour"))).isEqualTo(rows);
        assertThat(read("id;price;colour\n1;19;\"blue, dark\"\n\n2;;\"6\"\" heel\"\n"))
                .isEqualTo(rows);
        assertThat(read("id\tprice\tcolour\n1\t19\tblue, dark\n\n2\t\t\"6\"\" heel\"\n"))
                .isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "a quote that is not closed|id,price/1,\"19/2,20|(line 2)",
                "a quote that a later row closes|id,price/1,\"19/2,20/3,21\"/4,5|opened in line 2",
                "text behind a quote|id,size/1,6\" heel/2,\"6\" heel|(line 3)",
                "a cell too few|id,price,colour/1,19,blue/2,20|line 3: expected 3 cells, as in the first line, found 2",
                "a cell too many|id,price/1,19,blue|line 2: expected 2 cells, as in the first line, found 3",
                "a column without a name|id,price,/1,19,blue|column 3 has no name",
                "a column that is there twice|id,price,price/1,19,20|the column price is there more than once",
                "ids behind the attributes|price,id/19,1|expected a first line of id",
                "ids alone|id/1|expected a first line of id",
                "no ids|number,price/1,19|has no column id",
            })
    void whatIsNotClearIsRefusedAndTheSentenceSaysWhere(String what, String lines, String where) {
        assertThatThrownBy(() -> read(lines.replace('/', '\n') + "\n"))
                .as(what)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stock.csv")
                .hasMessageContaining(where);
    }

    @Test
    void aFileThatIsNotUtf8IsRefused() throws IOException {
        Path file = Files.write(
                directory.resolve("stock.csv"), "id,colour\n1,gr\u00FCn\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> AttributeTable.read(file)).hasMessageContaining("is not UTF-8: save it as UTF-8");
    }

    private List<AttributeTable.Row> read(String text) throws IOException {
        return AttributeTable.read(Files.writeString(directory.resolve("stock.csv"), text));
    }
}
