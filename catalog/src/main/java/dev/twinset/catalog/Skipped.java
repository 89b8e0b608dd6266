package dev.twinset.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Counts by reason what a catalogue holds beside its pictures. */
final class Skipped {
    private static final Set<String> THUMBNAILS =
            Set.of("@eadir", "@recycle", "#recycle", "__macosx", "thumbs", "thumbnails", "$recycle.bin");
    private static final int ENDINGS = 5;

    private int linksOut;
    private int otherLinks;
    private int hidden;
    private int twice;
    private int paths;
    private final Map<String, Integer> folders = new TreeMap<>();
    private final Map<String, Integer> files = new TreeMap<>();

    /** Whether programs keep their own pictures in folders of this name. */
    static boolean isThumbnailFolder(String name) {
        return THUMBNAILS.contains(name.toLowerCase(Locale.ROOT));
    }

    static boolean isHidden(String name) {
        return name.startsWith(".");
    }

    /** A symbolic link that is not followed. */
    void link(Path link, Path realRoot) {
        try {
            if (link.toRealPath().startsWith(realRoot)) {
                otherLinks++;
            } else {
                linksOut++;
            }
        } catch (IOException broken) {
            otherLinks++;
        }
    }

    /** A link in an archive. */
    void link() {
        otherLinks++;
    }

    void folder(String name) {
        if (isHidden(name)) {
            hidden++;
        } else {
            folders.merge(name, 1, Integer::sum);
        }
    }

    void file(String name) {
        if (isHidden(name)) {
            hidden++;
        } else {
            int dot = name.lastIndexOf('.');
            files.merge(dot > 0 ? name.substring(dot).toLowerCase(Locale.ROOT) : "without ending", 1, Integer::sum);
        }
    }

    /** An entry of an archive whose path is taken. */
    void twice() {
        twice++;
    }

    /** An entry of an archive that would lie elsewhere. */
    void path() {
        paths++;
    }

    Optional<String> sentence() {
        List<String> parts = new ArrayList<>();
        add(parts, linksOut, "link leads out of it", "links lead out of it");
        add(parts, otherLinks, "link that is not followed", "links that are not followed");
        add(parts, paths, "path leads out of it or cannot be a file's", "paths lead out of it or cannot be a file's");
        add(parts, twice, "file is there twice", "files are there twice");
        add(parts, sum(folders), "folder" + named(folders), "folders" + named(folders));
        add(parts, hidden, "hidden file or folder", "hidden files or folders");
        add(parts, sum(files), "other file" + named(files), "other files" + named(files));
        return parts.isEmpty() ? Optional.empty() : Optional.of("left out: " + String.join(", ", parts));
    }

    private static void add(List<String> parts, int count, String one, String many) {
        if (count > 0) {
            parts.add(String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many));
        }
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The most frequent, at most five of them. */
    private static String named(Map<String, Integer> counts) {
        List<String> names = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(ENDINGS)
                .map(entry -> CsvTable.printable(entry.getKey()))
                .toList();
        return " (" + String.join(" ", names) + (counts.size() > ENDINGS ? " ..." : "") + ")";
    }
}
