package dev.twinset.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Which files are pictures, by their names; what they hold is for the worker to judge. */
final class ImageFiles {
    /** In the order in which one is chosen where an item has several. */
    static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".webp");

    private ImageFiles() {}

    /** 0 is the ending that is chosen first; -1 if {@code name} does not end as a picture's name does. */
    static int rank(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (int rank = 0; rank < ENDINGS.size(); rank++) {
            if (lower.endsWith(ENDINGS.get(rank))
                    && lower.length() > ENDINGS.get(rank).length()) {
                return rank;
            }
        }
        return -1;
    }

    static String withoutEnding(String name) {
        return name.substring(0, name.lastIndexOf('.'));
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
