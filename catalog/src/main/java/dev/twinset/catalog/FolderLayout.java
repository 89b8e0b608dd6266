package dev.twinset.catalog;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A plain folder of pictures; {@link Catalog#read} has its rules. */
final class FolderLayout {
    private static final String CATEGORY = "category";

    /** How an id is derived from a path below the catalogue, from the shortest form to the longest. */
    private static final List<UnaryOperator<String>> NAMINGS = List.of(
            path -> ImageFiles.withoutEnding(path.substring(path.lastIndexOf('/') + 1)),
            path -> ImageFiles.withoutEnding(path).replace('/', '-'),
            path -> path.replace('/', '-'));

    private FolderLayout() {}

    static Catalog read(Path directory) throws IOException {
        Skipped skipped = new Skipped();
        List<String> paths = paths(directory, skipped);
        if (paths.isEmpty()) {
            throw new IOException("no catalogue at " + directory.toAbsolutePath()
                    + ": it holds neither styles.csv nor a picture (" + String.join(" ", ImageFiles.ENDINGS)
                    + "); name a folder that does");
        }
        List<CatalogItem> items = new ArrayList<>();
        for (Map.Entry<String, String> item : ids(directory, paths).entrySet()) {
            String path = item.getKey();
            int end = path.lastIndexOf('/');
            Map<String, String> attributes = end < 0 ? Map.of() : Map.of(CATEGORY, path.substring(0, end));
            items.add(new CatalogItem(item.getValue(), ImageFiles.resolve(directory, path), attributes));
        }
        boolean categories = paths.stream().anyMatch(path -> path.contains("/"));
        return new Catalog(
                directory,
                directory,
                directory,
                categories ? List.of(CATEGORY) : List.of(),
                items,
                skipped.sentence().stream().toList());
    }

    /** Every picture's path below {@code directory}, with {@code /} on every system, sorted. */
    private static List<String> paths(Path directory, Skipped skipped) throws IOException {
        Path root = directory.toRealPath();
        List<String> paths = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                if (folder.equals(root) || (!Skipped.isHidden(name) && !Skipped.isThumbnailFolder(name))) {
                    return FileVisitResult.CONTINUE;
                }
                skipped.folder(name);
                return FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = String.valueOf(file.getFileName());
                if (attributes.isSymbolicLink() && !ImageFiles.leadsInside(file, root)) {
                    skipped.link(file, root);
                } else if (Skipped.isHidden(name) || attributes.isOther() || !ImageFiles.isPicture(file)) {
                    skipped.file(name);
                } else {
                    paths.add(root.relativize(file)
                            .toString()
                            .replace(file.getFileSystem().getSeparator(), "/"));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        paths.sort(null);
        return paths;
    }

    /** Path to id, in the order of the paths: those that share an id all get the next longer form. */
    private static Map<String, String> ids(Path directory, List<String> paths) throws IOException {
        Map<String, Integer> naming = new HashMap<>();
        for (int round = 1; round < NAMINGS.size(); round++) {
            for (List<String> sharing : byId(paths, naming).values()) {
                if (sharing.size() > 1) {
                    for (String path : sharing) {
                        naming.put(path, round);
                    }
                }
            }
        }
        for (Map.Entry<String, List<String>> shared : byId(paths, naming).entrySet()) {
            if (shared.getValue().size() > 1) {
                throw new IOException("two pictures under " + directory.toAbsolutePath() + " would both be the item "
                        + shared.getKey() + ": " + shared.getValue() + "; rename one of them");
            }
        }
        Map<String, String> ids = new LinkedHashMap<>();
        paths.forEach(path -> ids.put(path, id(path, naming)));
        return ids;
    }

    private static Map<String, List<String>> byId(Collection<String> paths, Map<String, Integer> naming) {
        Map<String, List<String>> byId = new LinkedHashMap<>();
        for (String path : paths) {
            byId.computeIfAbsent(id(path, naming), id -> new ArrayList<>()).add(path);
        }
        return byId;
    }

    /** In the composed form: disks write the same letters in different ways. */
    private static String id(String path, Map<String, Integer> naming) {
        return Normalizer.normalize(NAMINGS.get(naming.getOrDefault(path, 0)).apply(path), Normalizer.Form.NFC);
    }
}
