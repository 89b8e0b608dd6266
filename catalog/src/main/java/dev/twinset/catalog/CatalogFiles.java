package dev.twinset.catalog;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Opens the pictures of a catalogue, and nothing outside of it. A link is followed first; then every folder on the real
 * way to the file is opened in the one before it, and the file in the last, without following any. What is exchanged
 * for a link meanwhile is not opened. Any thread.
 */
public final class CatalogFiles {
    private final Path root;

    private CatalogFiles(Path root) {
        this.root = root;
    }

    /** @throws IOException if the folder of pictures cannot be reached, or is a link out of the catalogue */
    public static CatalogFiles of(Catalog catalog) throws IOException {
        Path root = catalog.pictures().toRealPath();
        if (!root.startsWith(catalog.directory().toRealPath())) {
            throw new IOException(catalog.pictures() + " is a link that leads out of the catalogue, to " + root
                    + ": links are not followed there; move the pictures into the catalogue");
        }
        return new CatalogFiles(root);
    }

    /**
     * Opens a picture to read it.
     *
     * @throws IOException if there is none, it is no regular file, or it lies outside of the catalogue's pictures; the
     *     message is a reason without the file's name
     */
    public SeekableByteChannel open(Path file) throws IOException {
        Path real = requireInside(file);
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(root)) {
            return folder instanceof SecureDirectoryStream<Path> secure
                    ? open(secure, root.relativize(real))
                    : openUnlinked(real);
        } catch (IOException e) {
            throw new IOException("cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Where a picture lies, links followed.
     *
     * @throws IOException as {@link #open}
     */
    public Path requireInside(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("there is no such file");
        }
        Path real;
        try {
            real = file.toRealPath();
        } catch (IOException e) {
            throw new IOException("cannot be read: " + e.getMessage(), e);
        }
        if (!real.startsWith(root)) {
            throw new IOException("a link leads out of the catalogue, and is not followed there");
        }
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("not a file"); // opening a pipe would never end
        }
        return real;
    }

    private static SeekableByteChannel open(SecureDirectoryStream<Path> folder, Path below) throws IOException {
        Path name = below.getName(0);
        if (below.getNameCount() == 1) {
            return folder.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        }
        try (SecureDirectoryStream<Path> next = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            return open(next, below.subpath(1, below.getNameCount()));
        }
    }

    /** Where the system cannot open a file in an open folder: looks at the way again when the file is open. */
    private static SeekableByteChannel openUnlinked(Path real) throws IOException {
        SeekableByteChannel channel =
                Files.newByteChannel(real, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        if (!real.toRealPath().equals(real)) {
            channel.close();
            throw new IOException("a folder was exchanged for a link");
        }
        return channel;
    }
}
