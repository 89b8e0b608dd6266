package dev.twinset.worker.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.twinset.console.FailureText;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Regular files below a folder. No link is followed; only the folder itself may be one. */
final class FolderImages implements ImageSource {
    /** No file system that is mounted for this has longer names, and most answer them with a failure. */
    private static final int NAME_BYTES = 255;

    private final Path directory;

    FolderImages(Path directory) {
        this.directory = directory;
    }

    @Override
    public byte[] read(String key) throws IOException, RejectedEventException {
        Path root = root();
        try {
            Path file = find(root, key);
            try (InputStream in = Files.newInputStream(file, NOFOLLOW_LINKS)) {
                byte[] image = ImageSource.readAll(in, key);
                if (!file.toRealPath().equals(file)) { // a folder was replaced since it was looked at
                    throw link(key);
                }
                return image;
            }
        } catch (NoSuchFileException e) {
            check(); // below an unmounted folder nothing exists
            throw ImageSource.refusal(RejectionReason.REF_NOT_FOUND, key, "does not exist below " + directory);
        } catch (AccessDeniedException e) {
            check(); // a root that may not be read is no image's fault
            throw ImageSource.refusal(
                    RejectionReason.REF_FORBIDDEN, key, "may not be read by the user that the worker runs as");
        } catch (InvalidPathException e) {
            throw ImageSource.refusal(
                    RejectionReason.REF_FORBIDDEN, key, "cannot be the name of a file on the worker's machine");
        } catch (IOException e) {
            throw new IOException("a file of " + this + " cannot be read: " + FailureText.reason(e), e);
        }
    }

    /** A pipe or a device is never opened: that may wait, or have an effect. */
    private static Path find(Path root, String key) throws IOException, RejectedEventException {
        Path path = root;
        boolean folder = true;
        boolean file = false;
        for (String name : key.split("/", -1)) {
            if (!folder || name.getBytes(UTF_8).length > NAME_BYTES) {
                throw new NoSuchFileException(key);
            }
            path = path.resolve(name);
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
            if (found.isSymbolicLink()) {
                throw link(key);
            }
            folder = found.isDirectory();
            file = found.isRegularFile();
        }
        if (!file) {
            throw ImageSource.refusal(RejectionReason.REF_FORBIDDEN, key, "is not a regular file");
        }
        return path;
    }

    private static RejectedEventException link(String key) {
        return ImageSource.refusal(
                RejectionReason.REF_FORBIDDEN, key, "is, or lies behind, a symbolic link, and links are not followed");
    }

    private Path root() throws IOException {
        try {
            return directory.toRealPath();
        } catch (NoSuchFileException e) {
            throw new IOException(this + " does not exist", e);
        } catch (FileSystemException e) {
            throw unreadable(e);
        }
    }

    /** An empty folder counts as one whose file system is not mounted. */
    @Override
    public void check() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root())) {
            if (!entries.iterator().hasNext()) {
                throw new IOException(this + " is empty, as if it were not mounted");
            }
        } catch (FileSystemException e) {
            throw unreadable(e);
        }
    }

    private IOException unreadable(FileSystemException e) {
        return new IOException(this + " cannot be read: " + FailureText.reason(e), e);
    }

    @Override
    public String toString() {
        return "references.directory " + directory;
    }

    @Override
    public void close() {
        // nothing is open between two reads
    }
}
