package dev.twinset.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.trainer.training.DrawnShapes;
import dev.twinset.vision.bundle.InputRule;
import dev.twinset.vision.bundle.ModelCard;
import dev.twinset.vision.image.ImageDecoder;
import dev.twinset.vision.image.ImageLimits;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogDatasetTest {
    private static final int SIDE = 24;

    @TempDir
    private Path folder;

    @Test
    void everyReadableImageIsARowWithItsPixelsAndLabels() throws Exception {
        Catalog catalog = DrawnShapes.draw(90, folder);
        AtomicInteger done = new AtomicInteger();
        try (CatalogDataset data = CatalogDataset.load(catalog, SIDE, 3, progress -> done.incrementAndGet());
                ImageDecoder decoder = new ImageDecoder(SIDE, ImageLimits.DEFAULT)) {
            assertThat(done).hasValue(90);
            assertThat(data.tasks())
                    .containsExactly(
                            new ModelCard.Task("articleType", 1.5, List.of("Cross", "Disc", "Square")),
                            new ModelCard.Task("baseColour", 0.7, List.of("Blue", "Green", "Red")));
            byte[] expected = new byte[SIDE * SIDE * 3];
            byte[] actual = new byte[SIDE * SIDE * 3];
            for (int row = 0; row < 90; row++) {
                CatalogItem item = catalog.items().get(row);
                decoder.decode(Files.readAllBytes(item.image()), expected, 0);
                data.pixels(row, actual);
                assertThat(actual).isEqualTo(expected);
                assertThat(data.item(row)).isEqualTo(item);
                assertThat(data.tasks().get(0).classes().get(data.label(row, 0)))
                        .isEqualTo(item.attributes().get("articleType"));
            }
        }
    }

    @Test
    void theFilesDigestDecidesThePart() throws Exception {
        Catalog catalog = DrawnShapes.draw(90, folder);
        try (CatalogDataset data = load(catalog)) {
            for (int row = 0; row < 90; row++) {
                byte[] digest = MessageDigest.getInstance("SHA-256")
                        .digest(Files.readAllBytes(catalog.items().get(row).image()));
                int bucket = new BigInteger(1, digest)
                        .shiftRight(224)
                        .mod(BigInteger.TEN)
                        .intValue();
                assertThat(data.part(row))
                        .isEqualTo(bucket == 0 ? Split.VALIDATION : bucket == 1 ? Split.TEST : Split.TRAINING);
            }
            assertThat(data.rows(Split.TRAINING).length
                            + data.rows(Split.VALIDATION).length
                            + data.rows(Split.TEST).length)
                    .isEqualTo(90);
        }
    }

    @Test
    void whatCannotBeReadIsLeftOutAndListed() throws IOException {
        Catalog catalog = DrawnShapes.draw(60, folder);
        Files.writeString(folder.resolve("images/3.jpg"), "no image");
        Files.delete(folder.resolve("images/7.jpg"));
        try (CatalogDataset data = load(catalog)) {
            assertThat(data.unreadable()).extracting(UnreadableImage::id).containsExactly("3", "7");
            assertThat(data.unreadable().get(1).reason()).isEqualTo("file is missing");
            assertThat(data.item(3).id()).isEqualTo("4");
        }
    }

    @Test
    void aLabelThatTrainingNeverSawIsUnknown() throws IOException {
        Catalog drawn = DrawnShapes.draw(120, folder);
        List<CatalogItem> items = new ArrayList<>();
        try (CatalogDataset data = load(drawn)) {
            for (int row = 0; row < 120; row++) {
                CatalogItem item = drawn.items().get(row);
                boolean rename = data.part(row) != Split.TRAINING;
                items.add(rename ? new CatalogItem(item.id(), item.image(), Map.of("articleType", "Star")) : item);
            }
        }
        try (CatalogDataset data = load(new Catalog(folder, drawn.columns(), items))) {
            assertThat(data.tasks().get(0).classes()).containsExactly("Cross", "Disc", "Square");
            for (int row : data.rows(Split.VALIDATION)) {
                assertThat(data.label(row, 0)).isEqualTo(CatalogDataset.UNKNOWN);
                assertThat(data.label(row, 1)).isEqualTo(CatalogDataset.UNKNOWN);
            }
        }
    }

    @Test
    void theInputRuleIsMeanAndDeviationOfTheTrainingImages() throws IOException {
        try (CatalogDataset data = load(DrawnShapes.draw(60, folder))) {
            double sum = 0;
            double squares = 0;
            byte[] rgb = new byte[SIDE * SIDE * 3];
            int[] rows = data.rows(Split.TRAINING);
            for (int row : rows) {
                data.pixels(row, rgb);
                for (int i = 2; i < rgb.length; i += 3) {
                    double value = (rgb[i] & 255) / 255.0;
                    sum += value;
                    squares += value * value;
                }
            }
            double n = rows.length * (double) SIDE * SIDE;
            InputRule rule = data.inputRule();
            assertThat(rule.mean().get(2)).isCloseTo(sum / n, within(0.0006));
            assertThat(rule.std().get(2)).isCloseTo(Math.sqrt(squares / n - sum * sum / n / n), within(0.0006));
        }
    }

    @Test
    void aPlainFolderTeachesItsSubFolders() throws IOException {
        Path drawn = folder.resolve("drawn");
        Path plain = folder.resolve("plain");
        for (CatalogItem item : DrawnShapes.draw(60, drawn).items()) {
            Path kind = Files.createDirectories(plain.resolve(item.attributes().get("articleType")));
            Files.copy(item.image(), kind.resolve(item.id() + ".jpg"));
        }
        try (CatalogDataset data = load(Catalog.read(plain))) {
            assertThat(data.tasks())
                    .containsExactly(new ModelCard.Task("category", 1.5, List.of("Cross", "Disc", "Square")));
            assertThat(data.name()).isEqualTo("plain");
        }
    }

    @Test
    void anySubsetOfTheColumnsCanBeLearnt() throws IOException {
        Catalog drawn = DrawnShapes.draw(60, folder);
        try (CatalogDataset data = load(new Catalog(folder, List.of("baseColour", "price"), drawn.items()))) {
            assertThat(data.tasks())
                    .containsExactly(new ModelCard.Task("baseColour", 1.5, List.of("Blue", "Green", "Red")));
        }
    }

    @Test
    void aUserChoosesTheColumnsTheKindFirst() throws IOException {
        Catalog drawn = DrawnShapes.draw(60, folder);
        Catalog priced = relabelled(
                drawn, (item, labels) -> labels.put("price", item.id().substring(0, 1)));
        LabelColumns columns = LabelColumns.chosen(priced, List.of("baseColour", " price"));
        try (CatalogDataset data = load(priced, columns)) {
            assertThat(data.tasks()).extracting(ModelCard.Task::name).containsExactly("baseColour", "price");
            assertThat(data.tasks()).extracting(ModelCard.Task::weight).containsExactly(1.5, 1.0);
        }
    }

    @Test
    void aColumnThatIsNotThereIsRefused() throws IOException {
        Catalog drawn = DrawnShapes.draw(20, folder);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelColumns.chosen(drawn, List.of("colour")))
                .withMessage("catalogue " + folder + " has no column 'colour', only "
                        + "[articleType, baseColour]; did you mean 'baseColour'?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelColumns.chosen(drawn, List.of("baseColour", "baseColour")))
                .withMessage("the column 'baseColour' is named twice");
    }

    @Test
    void placeholdersInATableAreNotClasses() throws IOException {
        List<String> placeholders = List.of("NA", "N/A", "null", "nan", "-", "None");
        Catalog patchy = relabelled(DrawnShapes.draw(120, folder), (item, labels) -> {
            int number = Integer.parseInt(item.id());
            if (number % 4 == 0) {
                labels.put("baseColour", placeholders.get(number / 4 % placeholders.size()));
            }
        });
        try (CatalogDataset data = load(patchy)) {
            assertThat(data.tasks().get(1).classes()).containsExactly("Blue", "Green", "Red");
            assertThat(data.label(0, 1)).isEqualTo(CatalogDataset.UNKNOWN);
            assertThat(data.label(1, 1)).isNotEqualTo(CatalogDataset.UNKNOWN);
            assertThat(data.columns().get(1).unknown()).isEqualTo(30);
            assertThat(data.columns().get(1).doubts()).isEqualTo("30 images have no label");
        }
    }

    @Test
    void aFolderOfThatNameIsAClass() throws IOException {
        Catalog folders = new Catalog(
                folder,
                List.of("category"),
                relabelled(DrawnShapes.draw(60, folder), (item, labels) -> {
                            String kind = labels.getOrDefault("articleType", "");
                            labels.put("category", kind.equals("Disc") ? "NA" : kind);
                        })
                        .items());
        try (CatalogDataset data = load(folders)) {
            assertThat(data.tasks().get(0).classes()).containsExactly("Cross", "NA", "Square");
        }
    }

    @Test
    void rareClassesAreLearntAndCounted() throws IOException {
        Catalog drawn = DrawnShapes.draw(120, folder);
        int[] training;
        int[] held;
        try (CatalogDataset data = load(drawn)) {
            training = data.rows(Split.TRAINING);
            held = data.rows(Split.TEST);
        }
        Catalog rare = relabelled(drawn, (item, labels) -> {
            if (item.id().equals(String.valueOf(training[0]))) {
                labels.put("articleType", "Star");
            }
            if (item.id().equals(String.valueOf(held[0]))) {
                labels.put("articleType", "Moon");
            }
        });
        try (CatalogDataset data = load(rare)) {
            assertThat(data.tasks().get(0).classes()).containsExactly("Cross", "Disc", "Square", "Star");
            assertThat(data.columns().get(0).doubts())
                    .isEqualTo("1 class has one training image, 1 more has none and will never be predicted");
        }
    }

    @Test
    void aColumnOfNamesIsNotLearnt() throws IOException {
        Catalog named = relabelled(DrawnShapes.draw(60, folder), (item, labels) -> labels.put("usage", item.id()));
        try (CatalogDataset data = load(named)) {
            assertThat(data.tasks()).extracting(ModelCard.Task::name).containsExactly("articleType", "baseColour");
            assertThat(data.columns().get(2).isLearnable()).isFalse();
        }
        assertThatIOException()
                .isThrownBy(() -> load(named, LabelColumns.chosen(named, List.of("usage"))))
                .withMessage("catalogue " + folder + " has no two training images of one class in its column usage:"
                        + " that is a name, not a kind; choose another column by --labels");
    }

    @Test
    void catalogsThatHaveOtherColumnsAreLearntTogether() throws IOException {
        Catalog studio = DrawnShapes.draw(60, folder.resolve("studio"));
        Catalog street = wild("street");
        TrainingCatalogs both = new TrainingCatalogs(
                List.of(new TrainingCatalogs.Source(studio, 1), new TrainingCatalogs.Source(street, 3)), Map.of());
        LabelColumns columns = LabelColumns.chosen(both.joined(), List.of("articleType", "baseColour", "tag"));
        try (CatalogDataset data = load(both, columns)) {
            assertThat(data.name()).isEqualTo("studio + street");
            assertThat(data.size()).isEqualTo(120);
            assertThat(data.tasks())
                    .extracting(ModelCard.Task::name)
                    .containsExactly("articleType", "baseColour", "tag");
            for (int row = 0; row < data.size(); row++) {
                boolean wild = row >= 60;
                assertThat(data.source(row)).isEqualTo(wild ? 1 : 0);
                assertThat(data.weight(row)).isEqualTo(wild ? 3 : 1);
                assertThat(data.label(row, 0) == CatalogDataset.UNKNOWN).isEqualTo(wild);
                assertThat(data.label(row, 2) == CatalogDataset.UNKNOWN).isEqualTo(!wild);
            }
        }
    }

    @Test
    void aColumnCanBeLeftOutOfOneCatalogue() throws IOException {
        Catalog studio = DrawnShapes.draw(60, folder.resolve("studio"));
        Catalog street = DrawnShapes.draw(60, folder.resolve("street"));
        TrainingCatalogs both = new TrainingCatalogs(
                List.of(new TrainingCatalogs.Source(studio, 1), new TrainingCatalogs.Source(street, 1)), Map.of());
        TrainingCatalogs one = both.without(List.of("street:baseColour"));
        try (CatalogDataset data = load(one, LabelColumns.of(one.joined()))) {
            assertThat(data.label(0, 1)).isNotEqualTo(CatalogDataset.UNKNOWN);
            assertThat(data.label(60, 1)).isEqualTo(CatalogDataset.UNKNOWN);
            assertThat(data.label(60, 0)).isNotEqualTo(CatalogDataset.UNKNOWN);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> both.without(List.of("street:price")))
                .withMessage("--without is 'street:price', expected CATALOGUE:COLUMN with a column of one of"
                        + " [studio, street]");
    }

    /** Two catalogues of the same drawings; the second one calls the first drawing something else. */
    @Test
    void imagesOfSeveralCataloguesAreCounted() throws IOException {
        Catalog shop = DrawnShapes.draw(60, folder.resolve("shop"));
        Catalog again = DrawnShapes.draw(60, folder.resolve("again"));
        List<CatalogItem> items = new ArrayList<>(again.items());
        CatalogItem first = items.get(0);
        String other = items.stream()
                .map(item -> item.attributes().getOrDefault("articleType", ""))
                .filter(kind -> !kind.equals(first.attributes().get("articleType")))
                .findFirst()
                .orElseThrow();
        items.set(0, new CatalogItem(first.id(), first.image(), Map.of("articleType", other)));
        TrainingCatalogs both = new TrainingCatalogs(
                List.of(
                        new TrainingCatalogs.Source(shop, 1),
                        new TrainingCatalogs.Source(new Catalog(again.directory(), again.columns(), items), 1)),
                Map.of());
        try (CatalogDataset alone = load(shop);
                CatalogDataset data = load(both, LabelColumns.of(both.joined()))) {
            assertThat(alone.shared()).isEqualTo(new CatalogDataset.SharedImages(0, 0));
            assertThat(data.shared()).isEqualTo(new CatalogDataset.SharedImages(60, 1));
        }
    }

    @Test
    void imagesOfAGroupAreInOnePart() throws IOException {
        Catalog drawn = DrawnShapes.draw(90, folder);
        Map<String, String> groups = new LinkedHashMap<>();
        drawn.items().forEach(item -> groups.put(item.id(), "photo-" + Integer.parseInt(item.id()) / 3));
        TrainingCatalogs grouped = new TrainingCatalogs(List.of(new TrainingCatalogs.Source(drawn, 1)), groups);
        try (CatalogDataset alone = load(drawn);
                CatalogDataset data = load(grouped, LabelColumns.of(drawn))) {
            int moved = 0;
            for (int row = 0; row < 90; row++) {
                assertThat(data.part(row)).isEqualTo(data.part(row / 3 * 3));
                moved += data.part(row) == alone.part(row) ? 0 : 1;
            }
            assertThat(moved).isPositive();
        }
    }

    private Catalog wild(String name) throws IOException {
        Catalog drawn = DrawnShapes.draw(60, folder.resolve(name));
        List<CatalogItem> tagged = drawn.items().stream()
                .map(item -> new CatalogItem(
                        item.id(),
                        item.image(),
                        Map.of(
                                "tag",
                                item.attributes()
                                        .getOrDefault("articleType", "?")
                                        .toLowerCase(Locale.ROOT))))
                .toList();
        return new Catalog(drawn.directory(), List.of("tag"), tagged);
    }

    @Test
    void aCatalogueWithoutAKnownColumnIsRefused() throws IOException {
        Catalog drawn = DrawnShapes.draw(20, folder);
        assertThatIOException()
                .isThrownBy(() -> load(new Catalog(folder, List.of("price"), drawn.items())))
                .withMessageContaining("catalogue " + folder + " has no label to learn: found the columns [price],"
                        + " expected one of [articleType, category, subCategory, masterCategory, baseColour,")
                .withMessageContaining("name the columns to learn by --labels");
    }

    @Test
    void aCatalogueOfOneKindIsRefused() throws IOException {
        Catalog drawn = DrawnShapes.draw(90, folder);
        List<CatalogItem> discs = drawn.items().stream()
                .filter(item -> item.attributes().containsValue("Disc"))
                .toList();
        assertThatIOException()
                .isThrownBy(() -> load(new Catalog(folder, drawn.columns(), discs)))
                .withMessageContaining("fewer than two classes in its column articleType");
    }

    @Test
    void aCatalogueWithoutReadableImagesIsRefused() throws IOException {
        Catalog drawn = DrawnShapes.draw(3, folder);
        for (CatalogItem item : drawn.items()) {
            Files.delete(item.image());
        }
        assertThatIOException()
                .isThrownBy(() -> load(drawn))
                .withMessage(
                        "catalogue " + folder + " has no readable image among 3 items; the first, 0: file is missing");
    }

    @Test
    void aCatalogueThatIsTooSmallIsRefused() throws IOException {
        Catalog drawn = DrawnShapes.draw(9, folder);
        assertThatIOException()
                .isThrownBy(() -> load(drawn))
                .withMessageContaining("training images, at least 16 expected");
    }

    private Catalog relabelled(Catalog catalog, BiConsumer<CatalogItem, Map<String, String>> change) {
        Set<String> columns = new LinkedHashSet<>(catalog.columns());
        List<CatalogItem> items = new ArrayList<>();
        for (CatalogItem item : catalog.items()) {
            Map<String, String> labels = new LinkedHashMap<>(item.attributes());
            change.accept(item, labels);
            columns.addAll(labels.keySet());
            items.add(new CatalogItem(item.id(), item.image(), labels));
        }
        return new Catalog(folder, List.copyOf(columns), items);
    }

    private static CatalogDataset load(Catalog catalog, LabelColumns columns) throws IOException {
        return load(TrainingCatalogs.of(catalog), columns);
    }

    private static CatalogDataset load(TrainingCatalogs catalogs, LabelColumns columns) throws IOException {
        return CatalogDataset.load(catalogs, columns, SIDE, 2, done -> {});
    }

    private static CatalogDataset load(Catalog catalog) throws IOException {
        return CatalogDataset.load(catalog, SIDE, 2, done -> {});
    }
}
