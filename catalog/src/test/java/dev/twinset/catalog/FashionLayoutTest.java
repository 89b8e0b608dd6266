package dev.twinset.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        refused("gender,id\nMen,7,/8\n", "line 2: the id \"7,/8\" is a path");
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
        refused("id,name\n1,\"two\nlines\"\n,b\n", "styles.csv line 4: the id \"\" is empty");
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
    void columnsThatDifferOnlyInTheCaseOfIdAreTheSame() throws IOException {
        refused("id,ID\n1,2\n", "names a column twice in its first line: [id, id]");
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
