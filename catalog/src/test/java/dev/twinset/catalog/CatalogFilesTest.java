package dev.twinset.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogFilesTest {
    @TempDir
    Path directory;

    @TempDir
    Path elsewhere;

    private Path images;

    @BeforeEach
    void makeCatalogue() throws IOException {
        images = Files.createDirectories(directory.resolve("images"));
        Files.writeString(directory.resolve("styles.csv"), "id\nleak\n");
        Files.writeString(directory.resolve("secret.txt"), "secret");
        Files.writeString(elsewhere.resolve("secret.txt"), "secret");
    }

    @Test
    void aLinkOutOfThePicturesIsNotOpened() throws IOException {
        Files.createSymbolicLink(images.resolve("leak.jpg"), Path.of("../secret.txt"));
        Catalog catalog = Catalog.read(directory);
        assertThatThrownBy(() ->
                        CatalogFiles.of(catalog).open(catalog.items().get(0).image()))
                .hasMessage("a link leads out of the catalogue, and is not followed there");
    }

    @Test
    void linksInsideAreFollowed() throws IOException {
        Files.createDirectories(images.resolve("a/b"));
        Files.writeString(images.resolve("a/b/1.jpg"), "one");
        Files.createSymbolicLink(images.resolve("leak.jpg"), Path.of("c/1.jpg"));
        Files.createSymbolicLink(images.resolve("c"), Path.of("a/b"));
        assertThat(text(Catalog.read(directory), images.resolve("leak.jpg"))).isEqualTo("one");
    }

    @Test
    void aFolderOnTheWayThatBecameALinkIsNotEntered() throws IOException {
        Catalog catalog = new Catalog(directory, List.of(), List.of());
        CatalogFiles files = CatalogFiles.of(catalog);
        Files.delete(images);
        Files.createSymbolicLink(images, elsewhere);
        assertThatThrownBy(() -> files.open(images.resolve("secret.txt")))
                .hasMessageContaining("leads out of the catalogue");
    }

    @Test
    void aFolderOfPicturesThatIsALinkMustLeadInside() throws IOException {
        Catalog catalog = Catalog.read(directory);
        Files.delete(images);
        Files.createSymbolicLink(images, elsewhere);
        assertThatThrownBy(() -> CatalogFiles.of(catalog))
                .hasMessageContaining("is a link that leads out of the catalogue");
        Files.delete(images);
        Path real = Files.createDirectory(directory.resolve("pictures"));
        Files.writeString(real.resolve("leak.jpg"), "one");
        Files.createSymbolicLink(images, real);
        assertThat(text(catalog, images.resolve("leak.jpg"))).isEqualTo("one");
    }

    @Test
    void theCatalogueItselfMayBeReachedThroughALink() throws IOException {
        Files.writeString(images.resolve("leak.jpg"), "one");
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), directory);
        Catalog catalog = Catalog.read(link);
        assertThat(text(catalog, catalog.items().get(0).image())).isEqualTo("one");
    }

    @Test
    void whatIsNoFileIsNotOpened() throws IOException {
        CatalogFiles files = CatalogFiles.of(Catalog.read(directory));
        assertThatThrownBy(() -> files.open(images.resolve("leak.jpg"))).hasMessage("there is no such file");
        assertThatThrownBy(() -> files.open(images)).hasMessage("not a file");
        Files.createSymbolicLink(images.resolve("loop.jpg"), images.resolve("loop.jpg"));
        assertThatThrownBy(() -> files.open(images.resolve("loop.jpg"))).hasMessageStartingWith("cannot be read: ");
    }

    private static String text(Catalog catalog, Path file) throws IOException {
        try (var in = Channels.newInputStream(CatalogFiles.of(catalog).open(file))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
