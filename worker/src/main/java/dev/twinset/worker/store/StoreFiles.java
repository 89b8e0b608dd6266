package dev.twinset.worker.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names in a store's directory. What is deleted are names that a store makes, of this format or of the first. */
final class StoreFiles {
    private static final Logger log = LoggerFactory.getLogger(StoreFiles.class);

    private static final Pattern COLUMN = Pattern.compile("([0-9]{6})\\.(vec|ids|att|set)\\.npy");
    private static final Pattern OTHERS = Pattern.compile("manifest\\.json\\.tmp|store\\.properties(\\.tmp)?");

    // of the first format
    private static final Pattern GENERATION = Pattern.compile("[0-9]{6}");
    private static final Pattern IN_GENERATION = Pattern.compile("[0-9]{6}\\.(vec\\.npy|ids\\.npy|log)");

    private StoreFiles() {}

    static Path vectors(Path directory, int number) {
        return directory.resolve(String.format("%06d.vec.npy", number));
    }

    static Path ids(Path directory, int number) {
        return directory.resolve(String.format("%06d.ids.npy", number));
    }

    static Path attributes(Path directory, int number) {
        return directory.resolve(String.format("%06d.att.npy", number));
    }

    static Path attributeSets(Path directory, int number) {
        return directory.resolve(String.format("%06d.set.npy", number));
    }

    /** A number above those of all files in a directory, also of ones that no manifest names. */
    static int nextNumber(Path directory) throws IOException {
        int highest = 0;
        for (Path file : list(directory, COLUMN)) {
            highest = Math.max(highest, Integer.parseInt(name(file).substring(0, 6)));
        }
        return highest + 1;
    }

    /**
     * Deletes all files of a store but these, the manifest and the lock; also those of the first format. What cannot be
     * deleted now (Windows, while it is mapped) is tried again at the next start.
     */
    static void deleteAllBut(Path directory, Set<Path> kept) throws IOException {
        for (Path file : list(directory, COLUMN)) {
            if (!kept.contains(file)) {
                delete(file);
            }
        }
        list(directory, OTHERS).forEach(StoreFiles::delete);
        for (Path generation : list(directory, GENERATION)) {
            if (Files.isDirectory(generation)) {
                list(generation, IN_GENERATION).forEach(StoreFiles::delete);
                delete(generation);
            }
        }
    }

    private static List<Path> list(Path directory, Pattern names) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> names.matcher(name(file)).matches()).toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("could not delete {}, which the feature store no longer uses: {}", file, e.toString());
        }
    }
}
