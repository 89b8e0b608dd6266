package dev.twinset.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    @CsvSource({
        "1.jpg,0",
        "1.jpeg,1",
        "1.png,2",
        "1.webp,3",
        "1.JPG,0",
        "1.WebP,3",
        "a.b.png,2",
        "images/7.jpeg,1",
        "1.jpe,4",
        "1.JFIF,5",
        "1,6",
        "a b,6"
    })
    void anEndingHasItsRankInAnyCase(String name, int rank) {
        assertThat(ImageFiles.rank(name)).isEqualTo(rank);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".jpg", ".webp", "1.gif", "1.jpg.txt", "1.jpg~", "1.jp", "1.PN\u0130G"})
    void anyOtherNameIsNotAPicture(String name) {
        assertThat(ImageFiles.rank(name)).isEqualTo(-1);
    }

    @Test
    void aNameWithoutEndingIsAPicturesByItsFirstBytes() throws IOException {
        Path file = directory.resolve("10042");
        for (String start : new String[] {
            "\u00ff\u00d8\u00ff\u00e0", "\u0089PNG\r\n\u001a\n", "RIFF\u0001\u0002\u0003\u0004WEBPVP8 "
        }) {
            Files.write(file, start.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(ImageFiles.isPicture(file)).as(start).isTrue();
        }
        for (String start :
                new String[] {"", "-----BEGIN OPENSSH PRIVATE KEY-----", "RIFF\0\0\0\0WAVEfmt ", "\u00ff"}) {
            Files.write(file, start.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(ImageFiles.isPicture(file)).as(start).isFalse();
        }
        assertThat(ImageFiles.isPicture(directory)).isFalse();
    }

    @Test
    void onlyTheLastEndingIsCutOff() {
        assertThat(ImageFiles.withoutEnding("a.b.jpg")).isEqualTo("a.b");
        assertThat(ImageFiles.withoutEnding("7.webp")).isEqualTo("7");
        assertThat(ImageFiles.withoutEnding("a.b/7")).isEqualTo("a.b/7");
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
