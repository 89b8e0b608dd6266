package dev.twinset.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableLayoutTest {
    @TempDir
    Path directory;

    @Test
    void aTableSaysWhereThePicturesLie() throws IOException {
        Path table = table("ID,Path,colour\nA/1,pictures/one.jpg,red\nb,.\\pictures\\two.png,\n");
        Catalog catalog = Catalog.read(table);
        assertThat(catalog.columns()).containsExactly("colour");
        assertThat(catalog.items())
                .containsExactly(
                        new CatalogItem("A/1", directory.resolve("pictures/one.jpg"), Map.of("colour", "red")),
                        new CatalogItem("b", directory.resolve("pictures/two.png"), Map.of()));
        assertThat(Catalog.read(directory).items()).isEqualTo(catalog.items());
    }

    @Test
    void aPathThatLeadsOutIsLeftOut() throws IOException {
        Path table = table("""
                id,path
                1,1.jpg
                2,../2.jpg
                3,/etc/passwd
                4,a/../../4.jpg
                5,C:\\x.jpg
                6,
                7,https://shop.example/7.jpg
                8,a/../8.jpg
                """);
        Catalog catalog = Catalog.read(table);
        assertThat(catalog.items()).extracting(CatalogItem::id).containsExactly("1", "8");
        assertThat(catalog.notices())
                .hasSize(6)
                .contains(
                        "items.csv line 3 is left out: the path \"../2.jpg\" leads out of the table's folder, expected"
                                + " one that begins there",
                        "items.csv line 7 is left out: the path \"\" is empty",
                        "items.csv line 8 is left out: the path \"https://shop.example/7.jpg\" is an address: fetch"
                                + " the picture first");
    }

    @Test
    void theLettersOfAPathMayBeComposedOrNot() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("e\u0301te\u0301"));
        Path apart = Files.createFile(folder.resolve("cafe\u0301.jpg"));
        Path composed = Files.createFile(directory.resolve("th\u00e9.png"));
        Path table = table(",id,path\n0,1,\u00e9t\u00e9/caf\u00e9.jpg\n1,2,the\u0301.png\n2,3,\u00e9.jpg\n");
        assertThat(Catalog.read(table).items())
                .extracting(CatalogItem::image)
                .containsExactly(apart, composed, directory.resolve("\u00e9.jpg"));
    }

    @Test
    void stylesWithPathsNeedNoFolderOfImages() throws IOException {
        Files.writeString(directory.resolve("styles.csv"), "id,path\n1,a.jpg\n");
        assertThat(Catalog.read(directory).items())
                .containsExactly(new CatalogItem("1", directory.resolve("a.jpg"), Map.of()));
    }

    @Test
    void aTableOfSomethingElseIsNoCatalogue() throws IOException {
        Path table = table("id,available\n1,false\n");
        Files.createFile(directory.resolve("7.jpg"));
        assertThat(Catalog.read(directory).items()).extracting(CatalogItem::id).containsExactly("7");
        assertThatThrownBy(() -> Catalog.read(table)).hasMessageContaining("has no column path in its first line");
        Files.writeString(table, "1,2\n");
        assertThat(Catalog.read(directory).items()).hasSize(1);
        assertThatThrownBy(() -> Catalog.read(table)).hasMessageContaining("has no column id in its first line");
    }

    private Path table(String text) throws IOException {
        return Files.writeString(directory.resolve("items.csv"), text);
    }
}
