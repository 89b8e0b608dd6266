package dev.twinset.catalog;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue in a zip or tar file, unpacked into a folder of its own that {@link #close} deletes. Only pictures and
 * tables are unpacked, each to its own place in that folder; links are not.
 */
public final class CatalogArchive implements AutoCloseable {
    /** Of an archive that somebody else made. */
    record Limits(int entries, long fileBytes, long allBytes) {
        /** A file that is larger than an upload may be is cut, and then refused as too large. */
        static final Limits DEFAULT = new Limits(2_000_000, 64L << 20, 64L << 30);
    }

    private static final int NAME_CHARS = 1024;
    private static final int DEPTH = 32;
    private static final int BUFFER = 1 << 16;

    private final Path archive;
    private final Limits limits;
    private final Path folder;
    private final Skipped skipped = new Skipped();
    private int entries;
    private long bytes;

    private CatalogArchive(Path archive, Path parent, Limits limits) throws IOException {
        this.archive = archive;
        this.limits = limits;
        this.folder = Files.createTempDirectory(parent, "twinset-catalog-");
    }

    /** By its name: a file that ends in .zip, .tar, .tar.gz or .tgz. */
    public static boolean isArchive(Path path) {
        return Files.isRegularFile(path)
                && (isZip(path) || isGzip(path) || name(path).endsWith(".tar"));
    }

    /**
     * Unpacks an archive.
     *
     * @param parent an existing folder with room for it
     * @throws IOException if it is damaged or larger than any catalogue, or there is no room; nothing is left of it
     */
    public static CatalogArchive unpack(Path archive, Path parent) throws IOException {
        return unpack(archive, parent, Limits.DEFAULT);
    }

    static CatalogArchive unpack(Path archive, Path parent, Limits limits) throws IOException {
        CatalogArchive unpacked = new CatalogArchive(archive, parent, limits);
        try {
            if (isZip(archive)) {
                unpacked.unpackZip();
            } else {
                unpacked.unpackTar();
            }
            return unpacked;
        } catch (IOException | RuntimeException e) {
            unpacked.close();
            throw new IOException(
                    archive + " cannot be unpacked in " + parent + ": " + e.getMessage()
                            + "; unpack it yourself, and name the folder",
                    e);
        }
    }

    /** What was unpacked; its pictures are there until this is closed. */
    public Catalog catalog() throws IOException {
        Path top = top(folder);
        Catalog read = Catalog.read(top);
        List<String> notices = new ArrayList<>(read.notices());
        skipped.sentence().ifPresent(sentence -> notices.add("in " + archive.getFileName() + " " + sentence));
        return new Catalog(read.directory(), read.pictures(), archive, read.columns(), read.items(), notices);
    }

    /** Who packs a folder usually packs the folder itself, and not what is in it. */
    private static Path top(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            all.forEach(entries::add);
        }
        boolean wrapped = entries.size() == 1 && Files.isDirectory(entries.get(0));
        return wrapped ? top(entries.get(0)) : folder;
    }

    @Override
    public void close() throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void unpackZip() throws IOException {
        // what a zip says before each file is there a second time at its end, and that counts
        try (ZipFile zip = ZipFile.builder()
                .setPath(archive)
                .setIgnoreLocalFileHeader(true)
                .get()) {
            for (Enumeration<ZipArchiveEntry> all = zip.getEntries(); all.hasMoreElements(); ) {
                ZipArchiveEntry entry = all.nextElement();
                count();
                if (isLink(entry)) {
                    skipped.link();
                } else if (!entry.isDirectory()) {
                    requireKnownMethod(entry);
                    try (InputStream content = zip.getInputStream(entry)) {
                        unpack(zipName(entry), content);
                    }
                }
            }
        }
    }

    /** Other methods need libraries that are not here. */
    private static void requireKnownMethod(ZipArchiveEntry entry) throws IOException {
        if (entry.getMethod() != ZipArchiveEntry.STORED && entry.getMethod() != ZipArchiveEntry.DEFLATED) {
            throw new IOException("it is compressed by method " + entry.getMethod()
                    + ", expected 8 (deflated) or 0 (stored), as zip programs do by default");
        }
    }

    /** Its content is the path that it leads to. Not all programs say that they are of Unix when they pack one. */
    private static boolean isLink(ZipArchiveEntry entry) {
        return (entry.getExternalAttributes() >> 16 & UnixStat.FILE_TYPE_FLAG) == UnixStat.LINK_FLAG;
    }

    /** Names that are not marked as UTF-8 are usually UTF-8 all the same; if they cannot be, they are of DOS. */
    private static String zipName(ZipArchiveEntry entry) {
        String name = new String(entry.getRawName(), StandardCharsets.UTF_8);
        return name.indexOf('\uFFFD') < 0 ? name : new String(entry.getRawName(), Charset.forName("IBM437"));
    }

    private void unpackTar() throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), BUFFER);
                InputStream content = isGzip(archive) ? new GZIPInputStream(file, BUFFER) : file;
                TarArchiveInputStream tar = new TarArchiveInputStream(content, StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                count();
                if (entry.isSymbolicLink() || entry.isLink()) {
                    skipped.link();
                } else if (entry.isFile()) {
                    unpack(entry.getName(), tar);
                }
                if (tar.getBytesRead() > limits.allBytes()) {
                    throw tooLarge(); // also what is passed over has to be decompressed
                }
            }
        }
    }

    private void unpack(String entry, InputStream content) throws IOException {
        String path = entry.replace('\\', '/'); // some programs for Windows pack it
        String name = path.substring(path.lastIndexOf('/') + 1);
        for (String part : path.substring(0, path.length() - name.length()).split("/", -1)) {
            if (Skipped.isThumbnailFolder(part)
                    || (Skipped.isHidden(part) && !part.equals(".") && !part.equals(".."))) {
                skipped.file("." + name);
                return;
            }
        }
        int rank = ImageFiles.rank(name);
        if (Skipped.isHidden(name)
                || (rank < 0 && !name.toLowerCase(Locale.ROOT).endsWith(".csv"))) {
            skipped.file(name);
            return;
        }
        Path target;
        try {
            target = folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            skipped.path();
            return;
        }
        if (path.length() > NAME_CHARS
                || path.startsWith("/")
                || !target.startsWith(folder)
                || target.equals(folder)
                || target.getNameCount() - folder.getNameCount() > DEPTH) {
            skipped.path();
            return;
        }
        if (!prepare(target)) {
            skipped.twice();
            return;
        }
        write(content, target);
    }

    /** False if a file is there, or in the way. Nothing here is a link: none is made. */
    private boolean prepare(Path target) throws IOException {
        for (Path above = target.getParent(); above != null && !above.equals(folder); above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                return false;
            }
        }
        Files.createDirectories(target.resolveSibling("."));
        return !Files.exists(target);
    }

    private void write(InputStream content, Path target) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long written = 0;
        try (OutputStream out =
                Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int count = content.read(buffer); count > 0; count = content.read(buffer)) {
                requireRoom(count);
                out.write(buffer, 0, count);
                written += count;
                if (written > limits.fileBytes()) {
                    return;
                }
            }
        }
    }

    private void count() throws IOException {
        if (++entries > limits.entries()) {
            throw new IOException("it has more than " + limits.entries() + " entries");
        }
    }

    private void requireRoom(long more) throws IOException {
        bytes += more;
        if (bytes > limits.allBytes()) {
            throw tooLarge();
        }
    }

    private IOException tooLarge() {
        return new IOException("it holds more than " + limits.allBytes() + " bytes");
    }

    private static boolean isZip(Path path) {
        return name(path).endsWith(".zip");
    }

    private static boolean isGzip(Path path) {
        return name(path).endsWith(".tar.gz") || name(path).endsWith(".tgz");
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    }
}
