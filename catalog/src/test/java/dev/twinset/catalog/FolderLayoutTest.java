package dev.twinset.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderLayoutTest {
    @TempDir
    Path directory;

    @Test
    void aFlatFolderHasNoColumn() throws IOException {
        pictures("b.jpg", "a.png");
        Catalog catalog = Catalog.read(directory);
        assertThat(catalog.columns()).isEmpty();
        assertThat(catalog.items())
                .containsExactly(
                        new CatalogItem("a", directory.resolve("a.png"), Map.of()),
                        new CatalogItem("b", directory.resolve("b.jpg"), Map.of()));
        assertThat(catalog.unlistedImages()).isEmpty();
    }

    @Test
    void itemsAreInTheOrderOfTheirPaths() throws IOException {
        pictures("b/1.jpg", "a/z/9.jpg", "a/2.jpg", "c.jpg", "B/3.jpg");
        assertThat(ids()).containsExactly("3", "2", "9", "1", "c");
    }

    @Test
    void oddNamesStayAsTheyAre() throws IOException {
        pictures("two words.jpg", "\u00fcber.png", "a.b.c.webp", "100%.jpg", "-1.jpg");
        assertThat(ids()).containsExactlyInAnyOrder("two words", "\u00fcber", "a.b.c", "100%", "-1");
    }

    @Test
    void hiddenFoldersAreSkippedAtAnyDepthButTheCatalogueItselfMayBeHidden() throws IOException {
        pictures(".catalog/a/.git/x.jpg", ".catalog/a/1.jpg", ".catalog/.x.jpg");
        assertThat(Catalog.read(directory.resolve(".catalog")).items())
                .extracting(CatalogItem::id)
                .containsExactly("1");
        assertThatThrownBy(() -> Catalog.read(directory))
                .hasMessageContaining("it holds neither styles.csv nor a picture (.jpg .jpeg .png .webp .jpe .jfif)");
    }

    @Test
    void aFolderNamedLikeAPictureIsACategory() throws IOException {
        pictures("shoes.jpg/1.png");
        CatalogItem item = Catalog.read(directory).items().get(0);
        assertThat(item.id()).isEqualTo("1");
        assertThat(item.attributes()).containsExactly(Map.entry("category", "shoes.jpg"));
    }

    @Test
    void onlyThoseThatShareAnIdGetALongerOne() throws IOException {
        pictures("a/1.jpg", "b/1.jpg", "b/2.jpg");
        assertThat(ids()).containsExactly("a-1", "b-1", "2");
    }

    @Test
    void threeThatShareAnIdInTwoFoldersGetDifferentIds() throws IOException {
        pictures("a/1.jpg", "a/1.png", "b/1.jpg");
        assertThat(ids()).containsExactly("a-1.jpg", "a-1.png", "b-1");
    }

    @Test
    void idsAreTheSameWhenReadAgain() throws IOException {
        pictures("a/1.jpg", "b/1.jpg", "a/1.png", "z.webp");
        assertThat(Catalog.read(directory)).isEqualTo(Catalog.read(directory));
    }

    @Test
    void aCatalogueReachedThroughALinkKeepsThatPath(@TempDir Path elsewhere) throws IOException {
        pictures("a/1.jpg");
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), directory);
        assertThat(Catalog.read(link).items().get(0).image()).isEqualTo(link.resolve("a/1.jpg"));
    }

    @Test
    void aLinkedFolderIsNotEntered() throws IOException {
        pictures("a/1.jpg");
        Files.createSymbolicLink(directory.resolve("loop"), directory);
        assertThat(ids()).containsExactly("1");
    }

    @Test
    void whatIsLeftOutIsCountedByReason(@TempDir Path elsewhere) throws IOException {
        pictures("1.jpg", "@eaDir/1.jpg/SYNOPHOTO_THUMB_M.jpg", "shoes/@eaDir/2.jpg", "a.gif", "b.GIF", "c.txt", ".x");
        Path outside = Files.createFile(elsewhere.resolve("secret.jpg"));
        for (int i = 0; i < 3; i++) {
            Files.createSymbolicLink(directory.resolve("leak" + i + ".jpg"), outside);
        }
        Catalog catalog = Catalog.read(directory);
        assertThat(catalog.items()).extracting(CatalogItem::id).containsExactly("1");
        assertThat(catalog.notices())
                .containsExactly("left out: 3 links lead out of it, 2 folders (@eaDir), 1 hidden file or folder,"
                        + " 3 other files (.gif .txt)");
    }

    @Test
    void anIdIsComposed() throws IOException {
        pictures("cafe\u0301.jpg");
        assertThat(ids()).containsExactly("caf\u00e9");
    }

    @Test
    void brokenLinksAreSkipped() throws IOException {
        pictures("1.jpg");
        Files.createSymbolicLink(directory.resolve("2.jpg"), directory.resolve("missing.jpg"));
        assertThat(ids()).containsExactly("1");
    }

    private List<String> ids() throws IOException {
        return Catalog.read(directory).items().stream().map(CatalogItem::id).toList();
    }

    private void pictures(String... names) throws IOException {
        for (String name : names) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.resolve("..").normalize());
            Files.createFile(file);
        }
    }
}
