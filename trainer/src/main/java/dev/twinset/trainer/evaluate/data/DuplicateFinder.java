package dev.twinset.trainer.evaluate.data;

import dev.twinset.catalog.Catalog;
import dev.twinset.trainer.dataset.ImageGroups;
import dev.twinset.trainer.dataset.ImageSet;
import dev.twinset.trainer.dataset.UnionFind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which images are copies of each other: byte for byte, or by a file that says so.
 *
 * @param groups for each row a number, equal for copies
 * @param source the file, or that there is none
 */
record DuplicateFinder(int[] groups, String source, List<String> notes) {
    DuplicateFinder {
        notes = List.copyOf(notes);
    }

    /** @param file for the first catalogue; without one, each catalogue's own, if it has one */
    static DuplicateFinder of(List<Catalog> catalogs, ImageSet images, int[] catalogOf, Optional<Path> file)
            throws IOException {
        UnionFind union = new UnionFind(images.size());
        Map<Long, Integer> byDigest = new HashMap<>();
        for (int row = 0; row < images.size(); row++) {
            union.join(row, byDigest.computeIfAbsent(images.digest(row), first(row)));
        }
        List<String> sources = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (int catalog = 0; catalog < catalogs.size(); catalog++) {
            Path own = catalogs.get(catalog).directory().resolve(ImageGroups.FILE);
            Path given = catalog == 0 ? file.orElse(own) : own;
            if (Files.exists(given) || file.filter(given::equals).isPresent()) {
                int joined = join(catalog, ImageGroups.read(given), images, catalogOf, union);
                if (joined == 0) {
                    notes.add(given + " names no image of its catalogue");
                }
                sources.add(String.valueOf(given.getFileName()));
            }
        }
        return new DuplicateFinder(union.groups(), sources.isEmpty() ? "none" : String.join(", ", sources), notes);
    }

    private static int join(
            int catalog, Map<String, String> groups, ImageSet images, int[] catalogOf, UnionFind union) {
        Map<String, Integer> byGroup = new HashMap<>();
        int joined = 0;
        for (int row = 0; row < images.size(); row++) {
            String group = groups.get(images.item(row).id());
            if (catalogOf[row] == catalog && group != null) {
                union.join(row, byGroup.computeIfAbsent(group, first(row)));
                joined++;
            }
        }
        return joined;
    }

    private static <K> Function<K, Integer> first(int row) {
        return key -> row;
    }
}
