package dev.twinset.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Which files are pictures, by their names; what they hold is for the worker to judge. */
final class ImageFiles {
    /** In the order in which one is chosen where an item has several. */
    static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".webp", ".jpe", ".jfif");

    /** How a file begins, as Latin-1. */
    private static final String JPEG = "\u00ff\u00d8\u00ff";

    private static final String PNG = "\u0089PNG\r\n\u001a\n";
    private static final int START = 12;

    private ImageFiles() {}

    /**
     * Whether the file is a picture: by the ending of its name, or, if it has none, by its first bytes.
     *
     * @param file not a link out of the catalogue, because it may be opened
     */
    static boolean isPicture(Path file) {
        int rank = rank(String.valueOf(file.getFileName()));
        if (rank < ENDINGS.size()) {
            return rank >= 0;
        }
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(START), StandardCharsets.ISO_8859_1);
            return start.startsWith(JPEG)
                    || start.startsWith(PNG)
                    || (start.startsWith("RIFF") && start.startsWith("WEBP", 8));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /**
     * 0 is the ending that is chosen first, their number a name without an ending; -1 if {@code name} is not a
     * picture's.
     */
    static int rank(String name) {
        String lower = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        for (int rank = 0; rank < ENDINGS.size(); rank++) {
            if (lower.endsWith(ENDINGS.get(rank))
                    && lower.length() > ENDINGS.get(rank).length()) {
                return rank;
            }
        }
        return lower.isEmpty() || lower.indexOf('.') >= 0 ? -1 : ENDINGS.size();
    }

    static String withoutEnding(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= name.lastIndexOf('/') + 1 ? name : name.substring(0, dot);
    }

    /** @throws IOException if this machine cannot name such a file: in a locale of ASCII letters, for instance */
    static Path resolve(Path folder, String name) throws IOException {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new IOException(
                    "on this machine no picture in " + folder + " can have the name \""
                            + name.replaceAll("\\p{Cntrl}", "?") + "\" (" + e.getReason()
                            + "): set LC_ALL=C.UTF-8, or give the item another id",
                    e);
        }
    }

    /** Whether a symbolic link leads to a file under {@code realRoot}: nothing outside a catalogue is published. */
    static boolean leadsInside(Path link, Path realRoot) {
        try {
            Path target = link.toRealPath();
            return target.startsWith(realRoot) && Files.isRegularFile(target);
        } catch (IOException broken) {
            return false;
        }
    }
}
