package dev.twinset.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FashionLayoutTest {
    @TempDir
    Path directory;

    private Path images;

    @BeforeEach
    void makeImages() throws IOException {
        images = Files.createDirectory(directory.resolve("images"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10000", "a-b_c", "a.b", "SKU 7", "\u00e9t\u00e9", "-", "1.jpg"})
    void anOddIdIsTheNameOfItsPicture(String id) throws IOException {
        Files.createFile(images.resolve(id + ".png"));
        CatalogItem item = read("id,gender\n" + id + ",Men\n").items().get(0);
        assertThat(item.id()).isEqualTo(id);
        assertThat(item.image()).isEqualTo(images.resolve(id + ".png")).exists();
    }

    @Test
    void theIdMayBeInAnyColumn() throws IOException {
        Catalog catalog = read("gender,ID,usage\nMen,7,Casual\n");
        assertThat(catalog.columns()).containsExactly("gender", "usage");
        assertThat(catalog.items())
                .containsExactly(
                        new CatalogItem("7", images.resolve("7.jpg"), Map.of("gender", "Men", "usage", "Casual")));
    }

    @Test
    void fieldsTooManyBelongToTheIdToo() throws IOException {
        Catalog catalog = read("gender,name,id\nMen,Shirt,7\n");
        assertThat(catalog.items()).extracting(CatalogItem::id).containsExactly("7");
        refused("gender,id\nMen,7,/8\n", "line 2 is left out: the id \"7,/8\" is a path");
    }

    @Test
    void quotedFieldsHoldCommasQuotesAndLineBreaks() throws IOException {
        Catalog catalog = read("id,name,size\n1,\"a, b\",L\n2,\"say \"\"hi\"\"\",M\n3,\"two\nlines\",S\n");
        assertThat(catalog.items())
                .extracting(CatalogItem::attributes)
                .containsExactly(
                        Map.of("name", "a, b", "size", "L"),
                        Map.of("name", "say \"hi\"", "size", "M"),
                        Map.of("name", "two\nlines", "size", "S"));
    }

    @Test
    void aFaultAfterALineBreakInAFieldNamesTheLineOfTheFile() throws IOException {
        assertThat(read("id,name\n1,\"two\nlines\"\n,b\n").notices())
                .containsExactly("styles.csv line 4 is left out: the id \"\" is empty");
    }

    @Test
    void spacesAroundFieldsAndColumnsAreIgnored() throws IOException {
        Catalog catalog = read("id , gender \n 1 ,  Men\t\n2,   \n");
        assertThat(catalog.columns()).containsExactly("gender");
        assertThat(catalog.items())
                .extracting(CatalogItem::attributes)
                .containsExactly(Map.of("gender", "Men"), Map.of());
    }

    @Test
    void rowsMayEndInAnyWay() throws IOException {
        assertThat(read("id,a\r\n1,x\r\n2,y").items()).hasSize(2);
        assertThat(read("id,a\r1,x\r2,y\r").items()).hasSize(2);
    }

    @Test
    void controlCharactersInAnIdAreNotPrinted() throws IOException {
        refused("id,a\n\"a/\u001b[31m\",x\n", "the id \"a/?[31m\" is a path");
    }

    @Test
    void aColumnWithoutANameIsLeftOutAndOneWithTheNameOfAnotherIsNumbered() throws IOException {
        Catalog frame = read(",id,gender\n0,10001,Men\n1,10002,Women\n");
        assertThat(frame.columns()).containsExactly("gender");
        assertThat(frame.notices()).containsExactly("column 1 has no name and is left out");
        assertThat(frame.items())
                .extracting(CatalogItem::attributes)
                .containsExactly(Map.of("gender", "Men"), Map.of("gender", "Women"));

        Catalog twice = read("id,name,ID,name, ,\n1,a,2,b,c,d\n");
        assertThat(twice.columns()).containsExactly("name", "ID2", "name2");
        assertThat(twice.items())
                .containsExactly(
                        new CatalogItem("1", images.resolve("1.jpg"), Map.of("name", "a", "ID2", "2", "name2", "b")));
        assertThat(twice.notices())
                .hasSize(4)
                .contains("the column name is there more than once: number 4 is read as name2");
    }

    @Test
    void aRowWhoseQuotesAreWrongIsReadAsWrittenAndNoOtherIsLost() throws IOException {
        Catalog text = read("id,name\n10001,\"Nike\" shoes\n10002,plain\n");
        assertThat(text.items())
                .extracting(item -> item.attributes().get("name"))
                .containsExactly("\"Nike\" shoes", "plain");
        assertThat(text.notices())
                .singleElement()
                .asString()
                .contains("1 row has a quote that is not closed", "line 2");

        Catalog quoted = read("\"\",\"id\",\"name\"\n\"0\",\"1\",\"Nike\" shoes\n\"1\",\"2\",\"open\n");
        assertThat(quoted.items())
                .extracting(CatalogItem::id, item -> item.attributes().get("name"))
                .containsExactly(tuple("1", "\"Nike\" shoes"), tuple("2", "\"open"));

        Catalog open = read("id,name\n1,\"a\n2,b\n3,\"c\"\n4,5\" pipe\n5,\"two\nlines\"\n6,\"end");
        assertThat(open.items())
                .extracting(item -> item.attributes().get("name"))
                .containsExactly("\"a", "b", "c", "5\" pipe", "two\nlines", "\"end");
        assertThat(open.notices()).singleElement().asString().contains("2 rows have", "line 2 is the first");
    }

    @Test
    void anUnclosedQuoteInALongTableLosesNothing() throws IOException {
        StringBuilder text = new StringBuilder("id,name\n0,\"open\n");
        for (int i = 1; i < 50_000; i++) {
            text.append(i).append(",plain\n");
        }
        assertThat(read(text.toString()).items()).hasSize(50_000);
    }

    @Test
    void aQuoteThatIsClosedFarBelowSwallowsNoRows() throws IOException {
        StringBuilder text = new StringBuilder("id,name,size\n1,\"Best shoe,L\n");
        for (int i = 2; i < 400; i++) {
            text.append(i).append(",plain,M\n");
        }
        Catalog catalog = read(text.append("400,S,TV 42\"\n401,last,L\n").toString());
        assertThat(catalog.items()).hasSize(401);
        assertThat(catalog.items().get(0).attributes()).isEqualTo(Map.of("name", "\"Best shoe", "size", "L"));
        assertThat(catalog.items().get(399).attributes()).isEqualTo(Map.of("name", "S", "size", "TV 42\""));
        assertThat(catalog.notices())
                .containsExactly("styles.csv: rows lie between two quotes, and are read as rows: opened in line 2 (400"
                        + " lines)");
    }

    @Test
    void aFieldOfManyLinesIsReadAndTold() throws IOException {
        String description = "soft\n".repeat(60) + "and warm, too";
        Catalog catalog = read("id,name,text\n1,\"two\nlines\",\"" + description + "\"\n2,b,\"one,\ntwo\"\n");
        assertThat(catalog.items()).hasSize(2);
        assertThat(catalog.items().get(0).attributes()).isEqualTo(Map.of("name", "two\nlines", "text", description));
        assertThat(catalog.notices())
                .singleElement()
                .asString()
                .contains("is read as one field", "opened in line 3 (61 lines)");
    }

    @Test
    void whatLooksLikeAFewRowsInAFieldIsTold() throws IOException {
        StringBuilder text = new StringBuilder("id,name,size\n");
        for (int i = 0; i < 10; i += 2) {
            text.append(i).append(",a,\"L\n").append(i + 1).append(",plain,5\"\n");
        }
        Catalog catalog = read(text.toString());
        assertThat(catalog.items()).hasSize(5);
        assertThat(catalog.notices())
                .singleElement()
                .asString()
                .contains("line 2 (2 lines), line 4 (2 lines), line 6 (2 lines) and 2 more");
        assertThat(read("id,name,text\n1,a,\"wash, iron\n30 degrees\"\n").notices())
                .isEmpty();
        refused("id,\"name\n1,a\n2,b\"\n", "names no item");
        refused("id,\"name\n1,a\n2,b\"\n", "opened in line 1 (3 lines)");
    }

    @Test
    void fieldsMayBeSeparatedAsSpreadsheetsDo() throws IOException {
        assertThat(read("id;name\n1;a, b\n").items().get(0).attributes()).isEqualTo(Map.of("name", "a, b"));
        assertThat(read("id\tname\n1\ta, b\n").items().get(0).attributes()).isEqualTo(Map.of("name", "a, b"));
    }

    @Test
    void theLettersOfAnIdAndOfAFilesNameMayBeComposedOrNot() throws IOException {
        Files.createFile(images.resolve("cafe\u0301.jpg"));
        Files.createFile(images.resolve("th\u00e9.png"));
        assertThat(read("id\ncaf\u00e9\nthe\u0301\n").items())
                .containsExactly(
                        new CatalogItem("caf\u00e9", images.resolve("cafe\u0301.jpg"), Map.of()),
                        new CatalogItem("th\u00e9", images.resolve("th\u00e9.png"), Map.of()));
    }

    @Test
    void picturesWithoutEndingAndOfOldEndingsAreFound() throws IOException {
        Files.write(images.resolve("1"), new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});
        Files.writeString(images.resolve("2"), "a secret");
        Files.createFile(images.resolve("3.jfif"));
        Files.createFile(images.resolve("4.JPE"));
        Catalog catalog = read("id\n1\n2\n3\n4\n");
        assertThat(catalog.items())
                .extracting(item -> String.valueOf(item.image().getFileName()))
                .containsExactly("1", "2.jpg", "3.jfif", "4.JPE");
        assertThat(catalog.notices()).containsExactly("left out: 1 other file (without ending)");
    }

    @Test
    void columnsThatDifferInCaseOnlyStayTwo() throws IOException {
        assertThat(read("id,Name,name\n1,a,b\n").columns()).containsExactly("Name", "name");
    }

    @Test
    void tenThousandRowsAreRead() throws IOException {
        StringBuilder text = new StringBuilder("id,gender\n");
        for (int i = 0; i < 10_000; i++) {
            text.append(i).append(",Men\n");
        }
        assertThat(read(text.toString()).items()).hasSize(10_000);
    }

    @Test
    void aLinkToAPictureCountsWithinTheFolderImagesOnly() throws IOException {
        Path elsewhere = Files.createFile(directory.resolve("secret.jpg"));
        Path inside = Files.createFile(images.resolve("1.jpg"));
        Files.createSymbolicLink(images.resolve("2.png"), inside);
        Files.createSymbolicLink(images.resolve("3.png"), elsewhere);
        Files.createSymbolicLink(images.resolve("4.png"), images.resolve("missing.png"));
        assertThat(read("id\n1\n2\n3\n4\n").items())
                .extracting(CatalogItem::image)
                .containsExactly(inside, images.resolve("2.png"), images.resolve("3.jpg"), images.resolve("4.jpg"));
        assertThat(read("id\n1\n").notices())
                .containsExactly("left out: 1 link leads out of it, 1 link that is not followed");
    }

    @Test
    void theFolderImagesMayBeALinkItself(@TempDir Path elsewhere) throws IOException {
        Files.delete(images);
        Files.createFile(elsewhere.resolve("1.jpg"));
        Files.createSymbolicLink(images, elsewhere);
        assertThat(read("id\n1\n").items().get(0).image()).isRegularFile();
    }

    @Test
    void aFileNamedImagesIsRefused() throws IOException {
        Files.delete(images);
        Files.createFile(images);
        refused("id\n1\n", "has styles.csv but no folder images");
    }

    @Test
    void ofTwoPicturesThatDifferInCaseOnlyTheFirstByNameIsTaken() throws IOException {
        Files.createFile(images.resolve("1.jpg"));
        Files.createFile(images.resolve("1.JPG"));
        assertThat(read("id\n1\n").items().get(0).image()).isEqualTo(images.resolve("1.JPG"));
    }

    @Test
    void aPictureOfNoRowIsUnlistedAlsoWhenItsEndingIsInCapitals() throws IOException {
        Files.createFile(images.resolve("1.jpg"));
        Files.createFile(images.resolve("9.WEBP"));
        Files.createDirectory(images.resolve("more"));
        assertThat(read("id\n1\n").unlistedImages()).containsExactly(images.resolve("9.WEBP"));
    }

    private Catalog read(String styles) throws IOException {
        Files.writeString(directory.resolve("styles.csv"), styles);
        return Catalog.read(directory);
    }

    private void refused(String styles, String sentence) throws IOException {
        assertThatThrownBy(() -> read(styles))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(sentence)
                .hasMessageContaining(directory.toString());
    }
}
