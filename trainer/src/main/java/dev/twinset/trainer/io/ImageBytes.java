package dev.twinset.trainer.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads image files without ever taking in more than a decoder would accept. */
public final class ImageBytes {
    private ImageBytes() {}

    /**
     * @param most bytes that are accepted; of a larger file one more is returned, for the decoder to refuse
     * @throws IOException whose message is the reason, without the path
     */
    public static byte[] read(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most + 1);
        } catch (NoSuchFileException e) {
            throw new IOException("file is missing", e);
        } catch (IOException e) {
            throw new IOException("file cannot be read: " + e.getMessage(), e);
        }
    }
}
