package dev.twinset.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogArchiveTest {
    @TempDir
    Path directory;

    @TempDir
    Path parent;

    @Test
    void aZipOfAFolderIsACatalogueUntilItIsClosed() throws IOException {
        Path zip = zip(
                UTF_8,
                "shop/styles.csv",
                "shop/images/1.jpg",
                "shop\\images\\2.png",
                "shop/images/notes.txt",
                "shop/.DS_Store",
                "__MACOSX/shop/images/._1.jpg");
        try (CatalogArchive archive = CatalogArchive.unpack(zip, parent)) {
            Catalog catalog = archive.catalog();
            assertThat(catalog.source()).isEqualTo(zip);
            assertThat(catalog.items()).extracting(CatalogItem::id).containsExactly("1", "2");
            assertThat(catalog.items())
                    .allSatisfy(item -> assertThat(item.image()).isRegularFile());
            assertThat(catalog.notices())
                    .containsExactly("in shop.zip left out: 2 hidden files or folders, 1 other file (.txt)");
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void namesOfDosAreRead() throws IOException {
        try (CatalogArchive archive = CatalogArchive.unpack(zip(Charset.forName("IBM437"), "caf\u00e9.jpg"), parent)) {
            assertThat(archive.catalog().items()).extracting(CatalogItem::id).containsExactly("caf\u00e9");
        }
    }

    @Test
    void nothingIsUnpackedElsewhere() throws IOException {
        Path zip = zip(UTF_8, "1.jpg", "../2.jpg", "/3.jpg", "a/../../4.jpg", "..\\5.jpg", "x".repeat(2000) + ".jpg");
        try (CatalogArchive archive = CatalogArchive.unpack(zip, parent)) {
            assertThat(archive.catalog().items()).extracting(CatalogItem::id).containsExactly("1");
            assertThat(archive.catalog().notices())
                    .containsExactly("in shop.zip left out: 5 paths lead out of it or cannot be a file's");
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void linksOfAZipAreLeftOut() throws IOException {
        Path zip = directory.resolve("shop.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            ZipArchiveEntry link = new ZipArchiveEntry("images/leak.jpg");
            link.setUnixMode(UnixStat.LINK_FLAG | 0777);
            put(out, link, "../../secret.jpg");
            ZipArchiveEntry ofNoSystem = new ZipArchiveEntry("images/leak2.jpg");
            ofNoSystem.setExternalAttributes((UnixStat.LINK_FLAG | 0777L) << 16);
            put(out, ofNoSystem, "../../secret.jpg");
            ZipArchiveEntry file = new ZipArchiveEntry("images/1.jpg");
            file.setUnixMode(UnixStat.FILE_FLAG | 0644);
            put(out, file, "one");
            put(out, new ZipArchiveEntry("images/2.jpg"), "two");
        }
        try (CatalogArchive archive = CatalogArchive.unpack(zip, parent)) {
            Catalog catalog = archive.catalog();
            assertThat(catalog.items()).extracting(CatalogItem::id).containsExactly("1", "2");
            assertThat(catalog.items().get(0).image()).hasContent("one");
            assertThat(catalog.notices()).containsExactly("in shop.zip left out: 2 links that are not followed");
        }
    }

    @Test
    void linksOfATarAreLeftOut() throws IOException {
        for (String name : new String[] {"shop.tar", "shop.tar.gz", "shop.tgz"}) {
            Path tar = directory.resolve(name);
            try (OutputStream file = Files.newOutputStream(tar);
                    OutputStream packed = name.endsWith("gz") ? new GZIPOutputStream(file) : file;
                    TarArchiveOutputStream out = new TarArchiveOutputStream(packed)) {
                link(out, "images", TarConstants.LF_SYMLINK, "/etc");
                link(out, "2.jpg", TarConstants.LF_LINK, "/etc/passwd");
                put(out, "shoes/1.jpg", "one");
                put(out, "images/passwd.jpg", "two");
                put(out, "shoes/1.jpg", "again");
                put(out, "shoes/1.jpg/3.jpg", "below a file");
            }
            try (CatalogArchive archive = CatalogArchive.unpack(tar, parent)) {
                Catalog catalog = archive.catalog();
                assertThat(catalog.items()).extracting(CatalogItem::id).containsExactly("passwd", "1");
                assertThat(catalog.items().get(1).image()).hasContent("one");
                assertThat(catalog.items().get(1).attributes()).isEqualTo(Map.of("category", "shoes"));
                assertThat(catalog.notices())
                        .containsExactly(
                                "in " + name + " left out: 2 links that are not followed, 2 files are there twice");
            }
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void countAndSizeAreBounded() throws IOException {
        Path zip = zip(UTF_8, "1.jpg", "2.jpg", "3.jpg");
        refused(zip, new CatalogArchive.Limits(2, 100, 1000), "it has more than 2 entries");
        refused(zip, new CatalogArchive.Limits(3, 100, 10), "it holds more than 10 bytes");

        Path bomb = directory.resolve("bomb.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bomb))) {
            out.putNextEntry(new ZipEntry("1.jpg"));
            out.write(new byte[10_000_000]);
        }
        try (CatalogArchive archive =
                CatalogArchive.unpack(bomb, parent, new CatalogArchive.Limits(3, 1_000_000, 5_000_000))) {
            assertThat(Files.size(archive.catalog().items().get(0).image())).isBetween(1_000_001L, 1_100_000L);
        }
        Path tar = directory.resolve("bomb.tgz");
        try (TarArchiveOutputStream out =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(tar)))) {
            put(out, "passed-over.bin", "0".repeat(10_000_000));
            put(out, "1.jpg", "one");
        }
        refused(tar, new CatalogArchive.Limits(3, 1_000_000, 5_000_000), "it holds more than 5000000 bytes");
    }

    @Test
    void aMethodOfCompressionThatIsNotKnownIsRefused() throws IOException {
        for (int method : new int[] {12, 93, 95}) {
            Path zip = zip(UTF_8, "1.jpg");
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(zip)).order(ByteOrder.LITTLE_ENDIAN);
            int directoryAt = bytes.getInt(bytes.capacity() - 6);
            Files.write(zip, bytes.putShort(directoryAt + 10, (short) method).array());
            refused(zip, CatalogArchive.Limits.DEFAULT, "it is compressed by method " + method);
        }
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        for (String name : new String[] {"a.zip", "a.tgz", "a.tar"}) {
            Path file = Files.writeString(directory.resolve(name), "this is no archive, ".repeat(100));
            refused(file, CatalogArchive.Limits.DEFAULT, "cannot be unpacked");
        }
        assertThat(CatalogArchive.isArchive(directory.resolve("a.zip"))).isTrue();
        assertThat(CatalogArchive.isArchive(directory.resolve("missing.zip"))).isFalse();
        assertThat(CatalogArchive.isArchive(directory)).isFalse();
    }

    private void refused(Path archive, CatalogArchive.Limits limits, String sentence) {
        assertThatThrownBy(() -> CatalogArchive.unpack(archive, parent, limits))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(archive.toString())
                .hasMessageContaining(sentence);
        assertThat(parent).isEmptyDirectory();
    }

    private Path zip(Charset names, String... entries) throws IOException {
        Path zip = directory.resolve("shop.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip), names)) {
            for (String entry : entries) {
                out.putNextEntry(new ZipEntry(entry));
                out.write((entry.endsWith(".csv") ? "id\n1\n2\n" : entry).getBytes(UTF_8));
            }
        }
        return zip;
    }

    private static void put(ZipArchiveOutputStream out, ZipArchiveEntry entry, String content) throws IOException {
        out.putArchiveEntry(entry);
        out.write(content.getBytes(UTF_8));
        out.closeArchiveEntry();
    }

    private static void put(TarArchiveOutputStream out, String name, String content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length());
        out.putArchiveEntry(entry);
        out.write(content.getBytes(UTF_8));
        out.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream out, String name, byte kind, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind);
        entry.setLinkName(target);
        out.putArchiveEntry(entry);
        out.closeArchiveEntry();
    }
}
