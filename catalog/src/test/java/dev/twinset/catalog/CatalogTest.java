package dev.twinset.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogTest {
    @TempDir
    Path directory;

    @Test
    void readsTheFashionLayoutInItsOrder() throws IOException {
        styles("id,gender,articleType\n7,Women,Skirts\n3,Men,Shorts\n");
        picture("images/7.jpg");
        picture("images/3.PNG");

        Catalog catalog = Catalog.read(directory);

        assertThat(catalog.columns()).containsExactly("gender", "articleType");
        assertThat(catalog.items())
                .containsExactly(
                        new CatalogItem("7", image("7.jpg"), Map.of("gender", "Women", "articleType", "Skirts")),
                        new CatalogItem("3", image("3.PNG"), Map.of("gender", "Men", "articleType", "Shorts")));
        assertThat(catalog.items().get(0).attributes().keySet()).containsExactly("gender", "articleType");
    }

    @Test
    void aRowWithoutAPictureStaysIn() throws IOException {
        styles("id,gender\n1,Men\n");
        Files.createDirectories(directory.resolve("images"));
        assertThat(Catalog.read(directory).items())
                .containsExactly(new CatalogItem("1", image("1.jpg"), Map.of("gender", "Men")));
    }

    @Test
    void ofSeveralPicturesOfAnItemTheFirstEndingIsTaken() throws IOException {
        styles("id\n1\n");
        picture("images/1.webp");
        picture("images/1.png");
        picture("images/1.jpeg");
        assertThat(Catalog.read(directory).items().get(0).image()).isEqualTo(image("1.jpeg"));
    }

    @Test
    void picturesWithoutARowAreUnlistedAndNoOthers() throws IOException {
        styles("id\n1\n");
        picture("images/1.jpg");
        picture("images/1.png");
        picture("images/2.jpg");
        Files.writeString(directory.resolve("images/notes.txt"), "no picture");
        assertThat(Catalog.read(directory).unlistedImages()).containsExactly(image("1.png"), image("2.jpg"));
    }

    @Test
    void readsOddRows() throws IOException {
        styles("\uFEFFID , gender,name\r\n"
                + "1,Men,\"Shirt, \"\"blue\"\"\"\r\n"
                + "\r\n"
                + "2,Women,Shoes, red, size 5\r\n"
                + "3,Men\r\n"
                + "4,,Caf\u00e9\r\n");
        picture("images/1.jpg");

        Catalog catalog = Catalog.read(directory);

        assertThat(catalog.columns()).containsExactly("gender", "name");
        assertThat(catalog.items())
                .extracting(CatalogItem::attributes)
                .containsExactly(
                        Map.of("gender", "Men", "name", "Shirt, \"blue\""),
                        Map.of("gender", "Women", "name", "Shoes, red, size 5"),
                        Map.of("gender", "Men"),
                        Map.of("name", "Caf\u00e9"));
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        picture("images/1.jpg");
        Map<Charset, String> encodings = Map.of(
                Charset.forName("windows-1252"),
                "WINDOWS-1252",
                StandardCharsets.UTF_16,
                "UTF-16",
                StandardCharsets.UTF_16LE,
                "UTF-16LE",
                StandardCharsets.UTF_16BE,
                "UTF-16BE");
        for (Map.Entry<Charset, String> encoding : encodings.entrySet()) {
            Files.write(directory.resolve("styles.csv"), "id,name\n1,Caf\u00e9\n".getBytes(encoding.getKey()));
            refused("styles.csv is not UTF-8: save it as UTF-8 (iconv -f " + encoding.getValue()
                    + " -t UTF-8 converts it)");
        }
        Files.write(directory.resolve("styles.csv"), "\uFEFFid,name\n1,a\n".getBytes(StandardCharsets.UTF_16LE));
        refused("iconv -f UTF-16 ");
    }

    @Test
    void rowsWhoseIdIsAPathOrEmptyAreLeftOutAndTold() throws IOException {
        picture("images/1.jpg");
        for (String id : List.of("../1", "/etc/passwd", "a/b", "a\\b", "..", "\0")) {
            styles("id,name\n1,a\n" + id + ",b\n");
            leftOut("styles.csv line 3 is left out: the id \"" + id.replace('\0', '?') + "\" is a path");
        }
        styles("id,name\n1,a\n,b\n");
        leftOut("styles.csv line 3 is left out: the id \"\" is empty");
        styles("id,name\n1,a\n1,b\n");
        leftOut("styles.csv line 3 is left out: the id 1 is in an earlier row too");
        styles("id,name\n,b\n");
        refused("names no item: it needs one row for each, below the line of columns; styles.csv line 2 is left out");
    }

    private void leftOut(String notice) throws IOException {
        Catalog catalog = Catalog.read(directory);
        assertThat(catalog.items()).extracting(CatalogItem::id).containsExactly("1");
        assertThat(catalog.notices()).singleElement().asString().startsWith(notice);
    }

    @Test
    void refusesAFileThatIsNotATable() throws IOException {
        picture("images/1.jpg");
        styles("");
        refused("styles.csv has no column id in its first line, only []");
        styles("number,name\n1,a\n");
        refused("has no column id in its first line, only [number, name]");
        styles("id,name\n");
        refused("names no item");
    }

    @Test
    void refusesAFashionLayoutWithoutImages() throws IOException {
        styles("id\n1\n");
        refused("has styles.csv but no folder images");
    }

    @Test
    void refusesAPathThatIsNotACatalogue() throws IOException {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> Catalog.read(missing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(missing + ": the folder does not exist");
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> Catalog.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it is a file");
        refused("it holds neither styles.csv nor a picture");
    }

    @Test
    void readsAPlainFolderSortedWithSubFoldersAsCategories() throws IOException {
        picture("shoes/red/9.JPG");
        picture("shoes/8.jpeg");
        picture("a.png");
        picture("z.webp");
        picture("notes.txt");
        picture(".hidden.jpg");
        picture(".thumbnails/b.jpg");
        picture(".jpg");

        Catalog catalog = Catalog.read(directory);

        assertThat(catalog.columns()).containsExactly("category");
        assertThat(catalog.items()).extracting(CatalogItem::id).containsExactly("a", "8", "9", "z");
        assertThat(catalog.items())
                .extracting(CatalogItem::attributes)
                .containsExactly(Map.of(), Map.of("category", "shoes"), Map.of("category", "shoes/red"), Map.of());
        assertThat(catalog.items()).allSatisfy(item -> assertThat(item.image()).isRegularFile());
    }

    @Test
    void picturesThatWouldShareAnIdAreNamedByTheirFolderAndThenTheirEnding() throws IOException {
        picture("bags/1.jpg");
        picture("shoes/1.jpg");
        picture("shoes/2.jpg");
        picture("shoes/2.png");
        picture("shoes/3.png");
        assertThat(Catalog.read(directory).items())
                .extracting(CatalogItem::id)
                .containsExactly("bags-1", "shoes-1", "shoes-2.jpg", "shoes-2.png", "3");
    }

    @Test
    void picturesWithTheSameIdAreRefused() throws IOException {
        picture("a/b-1.jpg");
        picture("a-b/1.jpg");
        picture("1.jpg");
        picture("b-1.jpg");
        refused("would both be the item a-b-1.jpg: [a-b/1.jpg, a/b-1.jpg]");
    }

    @Test
    void linksAreNotFollowedOutOfTheCatalogue(@TempDir Path elsewhere) throws IOException {
        Path secret = Files.createFile(elsewhere.resolve("secret.jpg"));
        picture("1.jpg");
        Files.createSymbolicLink(directory.resolve("2.jpg"), secret);
        Files.createSymbolicLink(directory.resolve("3.jpg"), directory.resolve("1.jpg"));
        Files.createSymbolicLink(directory.resolve("folder"), elsewhere);
        assertThat(Catalog.read(directory).items()).extracting(CatalogItem::id).containsExactly("1", "3");

        Path images = Files.createDirectory(directory.resolve("images"));
        Files.createSymbolicLink(images.resolve("5.png"), secret);
        styles("id\n5\n");
        assertThat(Catalog.read(directory).items().get(0).image()).doesNotExist();
    }

    private void refused(String sentence) {
        assertThatThrownBy(() -> Catalog.read(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(sentence)
                .hasMessageContaining(directory.toString());
    }

    private void styles(String text) throws IOException {
        Files.writeString(directory.resolve("styles.csv"), text);
    }

    private Path picture(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolve("..").normalize());
        return Files.writeString(file, name);
    }

    private Path image(String name) {
        return directory.resolve("images").resolve(name);
    }
}
