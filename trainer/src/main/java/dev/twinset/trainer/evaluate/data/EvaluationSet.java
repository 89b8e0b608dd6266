package dev.twinset.trainer.evaluate.data;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.trainer.dataset.ImageGroups;
import dev.twinset.trainer.dataset.ImageSet;
import dev.twinset.trainer.dataset.LabelColumns;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.trainer.retrieval.LabelledItems;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is evaluated on: the images of a catalogue, whose held-out part is looked up, and those of further catalogues,
 * which are only found. Any thread may read.
 */
public final class EvaluationSet implements Closeable {
    /** Of the pixels that the simple baselines see. */
    static final int SIDE = 96;

    private static final List<String> LABELS = List.of(
            "articleType", "category", "subCategory", "masterCategory", "gender", "baseColour", "season", "usage");
    private static final List<String> DETAILS = List.of(LabelColumns.GENDER, LabelColumns.COLOUR);

    private final List<Catalog> catalogs;
    private final ImageSet images;
    private final int[] catalogOf;
    private final LabelColumns columns;
    private final LabelledItems labelled;
    private final Map<String, List<String>> classes;
    private final BitSet usable;
    private final QuerySplit part;
    private final String groupsFile;
    private final List<String> notes = new ArrayList<>();

    private EvaluationSet(List<Catalog> catalogs, ImageSet images, LabelColumns columns, EvaluationOptions options)
            throws IOException {
        this.catalogs = List.copyOf(catalogs);
        this.images = images;
        this.columns = columns;
        this.part = options.part();
        this.catalogOf = catalogOf();
        this.usable = new BitSet();
        usable.set(0, images.size());
        List<String> names = Stream.concat(Stream.of(columns.kind()), LABELS.stream())
                .distinct()
                .filter(catalogs.get(0).columns()::contains)
                .toList();
        this.classes = new LinkedHashMap<>();
        Map<String, int[]> labels = new LinkedHashMap<>();
        names.forEach(name -> labels.put(name, codes(name)));
        DuplicateFinder duplicates = DuplicateFinder.of(catalogs, images, catalogOf, options.groups());
        this.groupsFile = duplicates.source();
        this.labelled = new LabelledItems(
                columns.kind(),
                DETAILS.stream()
                        .filter(detail -> labels.containsKey(detail) && !detail.equals(columns.kind()))
                        .toList(),
                labels,
                duplicates.groups());
        notes.addAll(duplicates.notes());
        lookAtTheLabels();
    }

    /**
     * @param catalogs the first one's held-out part is looked up
     * @throws IOException if there is nothing to look up, or nothing to score it by
     */
    public static EvaluationSet load(List<Catalog> catalogs, EvaluationOptions options, EvaluationProgress progress)
            throws IOException {
        LabelColumns columns = columns(catalogs.get(0), options);
        for (Catalog other : catalogs) {
            if (!other.columns().contains(columns.kind())) {
                throw new IOException("gallery " + other.directory() + " has no column " + columns.kind()
                        + ", which says what is right in catalogue "
                        + catalogs.get(0).directory() + "; its images could only be wrong answers: add the column");
            }
        }
        List<CatalogItem> items =
                catalogs.stream().flatMap(catalog -> catalog.items().stream()).toList();
        IntConsumer counter = progress.begin("decoding", items.size());
        // as train: what is of one group is all trained on or all held out
        Map<String, String> groups =
                options.groups().isPresent() ? ImageGroups.read(options.groups().get()) : Map.of();
        ImageSet images = ImageSet.decode(items, groups, SIDE, options.threads(), counter);
        try {
            EvaluationSet set = new EvaluationSet(catalogs, images, columns, options);
            set.requireQueries();
            return set;
        } catch (IOException | RuntimeException e) {
            images.close();
            throw e;
        }
    }

    private static LabelColumns columns(Catalog catalog, EvaluationOptions options) throws IOException {
        if (options.label().isEmpty()) {
            return LabelColumns.of(catalog);
        }
        String label = options.label().get();
        Stream<String> known = LabelColumns.KINDS.stream().filter(catalog.columns()::contains);
        List<String> names = Stream.concat(Stream.of(label), known).distinct().toList();
        return LabelColumns.chosen(catalog, names);
    }

    private int[] catalogOf() {
        IdentityHashMap<CatalogItem, Integer> numbers = new IdentityHashMap<>();
        for (int i = 0; i < catalogs.size(); i++) {
            for (CatalogItem item : catalogs.get(i).items()) {
                numbers.put(item, i);
            }
        }
        return IntStream.range(0, images.size())
                .map(row -> numbers.getOrDefault(images.item(row), 0))
                .toArray();
    }

    private int[] codes(String column) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        int[] codes = IntStream.range(0, images.size())
                .map(row -> {
                    String label = images.item(row).attributes().get(column);
                    return label == null
                            ? LabelledItems.UNKNOWN
                            : numbers.computeIfAbsent(label, name -> numbers.size());
                })
                .toArray();
        classes.put(column, List.copyOf(numbers.keySet()));
        return codes;
    }

    private void lookAtTheLabels() {
        for (Catalog catalog : catalogs) {
            Set<String> named = new TreeSet<>();
            catalog.items().forEach(item -> {
                String label = item.attributes().get(kind());
                if (label != null) {
                    named.add(label);
                }
            });
            named.removeAll(classes(kind()));
            if (!named.isEmpty()) {
                notes.add(named.size() + " classes of " + kind() + " in " + catalog.directory()
                        + " have no readable image: " + some(named));
            }
        }
        labelled.labels().forEach((name, codes) -> {
            long missing = IntStream.of(queries())
                    .filter(row -> codes[row] == LabelledItems.UNKNOWN)
                    .count();
            if (missing > 0) {
                notes.add(missing + " of " + queries().length + " queries have no " + name
                        + " and are left out of its figures");
            }
        });
    }

    static String some(Set<String> names) {
        List<String> first = names.stream().limit(5).toList();
        return String.join(", ", first) + (names.size() > first.size() ? " and others" : "");
    }

    private void requireQueries() throws IOException {
        Catalog catalog = catalogs.get(0);
        images.requireReadable(catalog);
        if (queries().length == 0) {
            throw new IOException("catalogue " + catalog.directory() + " has no image in its " + part.phrase() + ", of "
                    + images.size() + " readable ones (" + Split.RULE + "); evaluate on a larger one");
        }
        if (classes(kind()).size() < 2) {
            throw new IOException("catalogue " + catalog.directory() + " has fewer than two classes in its column "
                    + kind() + ", at least two expected; with a single class every answer is right");
        }
        int[] kinds = labelled.label(kind());
        Map<Integer, Set<Integer>> groupsOfKind = new HashMap<>();
        for (int row : gallery(GalleryChoice.ALL)) {
            groupsOfKind
                    .computeIfAbsent(kinds[row], kind -> new LinkedHashSet<>())
                    .add(labelled.groups()[row]);
        }
        boolean judgeable = IntStream.of(queries())
                .anyMatch(row -> kinds[row] != LabelledItems.UNKNOWN
                        && groupsOfKind.getOrDefault(kinds[row], Set.of()).size() > 1);
        if (!judgeable) {
            throw new IOException("no image of the " + part.phrase() + " of catalogue " + catalog.directory()
                    + " has a label in the column " + kind() + " that another image shares: nothing can be judged");
        }
    }

    /** Leaves out what the evaluated model cannot embed. */
    public void leaveOut(int row) {
        usable.clear(row);
    }

    /** Rows that are looked up. */
    public int[] queries() {
        return usable.stream()
                .filter(row -> catalogOf[row] == 0 && part.holds(images.part(row)))
                .toArray();
    }

    /** Rows among which they are looked up. */
    public int[] gallery(GalleryChoice choice) {
        return choice == GalleryChoice.UNSEEN ? queries() : usable.stream().toArray();
    }

    /** Rows that another network may learn from; none if they are queries themselves. */
    public int[] training() {
        return usable.stream()
                .filter(row -> part != QuerySplit.ALL && catalogOf[row] == 0 && images.part(row) == Split.TRAINING)
                .toArray();
    }

    public ImageSet images() {
        return images;
    }

    public LabelledItems labelled() {
        return labelled;
    }

    public LabelColumns columns() {
        return columns;
    }

    public String kind() {
        return columns.kind();
    }

    /** The classes' names by their numbers. */
    public List<String> classes(String label) {
        return classes.getOrDefault(label, List.of());
    }

    /** What a person reads of a row's label. */
    public String labelOf(int row, String label) {
        return images.item(row).attributes().getOrDefault(label, "?");
    }

    public String name() {
        return String.valueOf(
                catalogs.get(0).directory().toAbsolutePath().normalize().getFileName());
    }

    public List<String> galleryNames() {
        return catalogs.stream()
                .skip(1)
                .map(catalog -> String.valueOf(
                        catalog.directory().toAbsolutePath().normalize().getFileName()))
                .toList();
    }

    public QuerySplit part() {
        return part;
    }

    /** Where near duplicates were read from, or that there was no such file. */
    public String groupsFile() {
        return groupsFile;
    }

    /** What a reader should know. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void close() throws IOException {
        images.close();
    }
}
