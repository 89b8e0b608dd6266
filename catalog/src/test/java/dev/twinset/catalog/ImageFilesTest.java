package dev.twinset.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageFilesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"1.jpg,0", "1.jpeg,1", "1.png,2", "1.webp,3", "1.JPG,0", "1.WebP,3", "a.b.png,2", "images/7.jpeg,1"})
    void anEndingHasItsRankInAnyCase(String name, int rank) {
        assertThat(ImageFiles.rank(name)).isEqualTo(rank);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jpg", ".jpg", ".webp", "1.gif", "1.jpg.txt", "1.jpg~", "1jpg", "1.jpe", "1.PN\u0130G"})
    void anyOtherNameIsNotAPicture(String name) {
        assertThat(ImageFiles.rank(name)).isEqualTo(-1);
    }

    @Test
    void onlyTheLastEndingIsCutOff() {
        assertThat(ImageFiles.withoutEnding("a.b.jpg")).isEqualTo("a.b");
        assertThat(ImageFiles.withoutEnding("7.webp")).isEqualTo("7");
    }

    @Test
    void aLinkLeadsInsideOnlyToAFileUnderTheRoot(@TempDir Path elsewhere) throws IOException {
        Path root = directory.toRealPath();
        Path inside = Files.createFile(root.resolve("1.jpg"));
        Path outside = Files.createFile(elsewhere.resolve("2.jpg"));
        assertThat(ImageFiles.leadsInside(link("a.jpg", inside), root)).isTrue();
        assertThat(ImageFiles.leadsInside(link("b.jpg", outside), root)).isFalse();
        assertThat(ImageFiles.leadsInside(link("c.jpg", root.resolve("missing.jpg")), root))
                .isFalse();
        assertThat(ImageFiles.leadsInside(link("d.jpg", root), root)).isFalse();
        assertThat(ImageFiles.leadsInside(link("e.jpg", root.resolve("a.jpg")), root))
                .isTrue();
        assertThat(ImageFiles.leadsInside(link("f.jpg", root.resolve("b.jpg")), root))
                .isFalse();
    }

    @Test
    void aLinkToItselfLeadsNowhere() throws IOException {
        Path loop = directory.resolve("loop.jpg");
        Files.createSymbolicLink(loop, loop);
        assertThat(ImageFiles.leadsInside(loop, directory.toRealPath())).isFalse();
    }

    private Path link(String name, Path target) throws IOException {
        return Files.createSymbolicLink(directory.resolve(name), target);
    }
}
