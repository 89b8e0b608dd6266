package dev.twinset.trainer.explore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drawn catalogue with planted faults: each of them must be reported, on the page and as a number. */
final class DatasetReportTest {
    private static final int ITEMS = 60;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private Path directory = Path.of("");
    private List<String> rows = new ArrayList<>();
    private List<String> ids = List.of();

    @BeforeEach
    void draw() throws IOException {
        directory = folder.resolve("catalog");
        SampleCatalog.draw(ITEMS, 5, directory);
        rows = new ArrayList<>(Files.readAllLines(directory.resolve("styles.csv")));
        ids = Catalog.read(directory).items().stream().map(CatalogItem::id).toList();
    }

    @Test
    void aSoundCatalogueHasNoFault() throws IOException {
        JsonNode facts = explore();
        assertThat(facts.path("items").asInt()).isEqualTo(ITEMS);
        assertThat(facts.path("explored").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(facts.path("images").path("readable").asInt()).isEqualTo(ITEMS);
        assertThat(facts.path("images").path("formats").path("JPEG").asInt()).isEqualTo(ITEMS);
        assertThat(facts.path("broken")).isEmpty();
        assertThat(facts.path("copies").path("groups")).isEmpty();
        assertThat(page()).contains("Every item has a picture that can be decoded");
    }

    @Test
    void aBrokenFileAMissingOneAndOneWithoutARowAreNamed() throws IOException {
        Files.writeString(image(3), "no picture");
        Files.delete(image(4));
        Files.copy(image(5), directory.resolve("images/stray.jpg"));

        JsonNode facts = explore();

        assertThat(facts.path("broken")).hasSize(1);
        assertThat(facts.path("broken").get(0).path("id").asText()).isEqualTo(ids.get(3));
        assertThat(facts.path("broken").get(0).path("reason").asText()).isNotEmpty();
        assertThat(texts(facts.path("itemsWithoutImage"))).containsExactly(ids.get(4));
        assertThat(texts(facts.path("imagesWithoutItem"))).containsExactly("stray.jpg");
        assertThat(facts.path("images").path("readable").asInt()).isEqualTo(ITEMS - 2);
        assertThat(page())
                .contains("1 picture cannot be decoded; 1 item has no picture; 1 picture belongs to no item")
                .contains("<td class=\"text\">" + ids.get(3) + ".jpg</td>", "1: stray.jpg.");
    }

    @Test
    void copiesThatDisagreeInALabelAreReported() throws IOException {
        Files.copy(image(0), directory.resolve("images/copy.jpg"));
        String[] fields = rows.get(1).split(",", -1);
        fields[0] = "copy";
        fields[column("articleType")] = "Something Else";
        rows.add(String.join(",", fields));

        JsonNode copies = explore().path("copies");

        assertThat(copies.path("items").asInt()).isEqualTo(2);
        assertThat(texts(copies.path("groups").get(0).path("ids"))).containsExactly(ids.get(0), "copy");
        assertThat(texts(copies.path("groups").get(0).path("conflicts").path("articleType")))
                .hasSize(2)
                .contains("Something Else");
        assertThat(copies.path("conflicts").path("articleType").asInt()).isEqualTo(1);
        assertThat(copies.path("conflicts")).hasSize(1);
        assertThat(page()).contains("Groups that disagree in a label: 1 in article type.", "alt=\"item copy\"");
    }

    @Test
    void aMissingLabelIsCountedAndItsItemNamed() throws IOException {
        int column = column("season");
        String[] fields = rows.get(2).split(",", -1);
        fields[column] = "";
        rows.set(2, String.join(",", fields));

        JsonNode season = column(explore(), "season");

        assertThat(season.path("missing").asInt()).isEqualTo(1);
        assertThat(texts(season.path("missingIds"))).containsExactly(ids.get(1));
        assertThat(page()).contains("1 item has no value here: " + ids.get(1), "1 item lacks a label in season");
    }

    @Test
    void aHostileLabelIsTextOnThePage() throws IOException {
        String[] fields = rows.get(1).split(",", -1);
        fields[column("articleType")] = "<script>alert(1)</script>";
        rows.set(1, String.join(",", fields));
        explore();
        assertThat(page()).contains("&lt;script&gt;alert(1)").doesNotContain("<script");
    }

    @Test
    void countsAddUpInEveryColumnAndCrossView() throws IOException {
        JsonNode facts = explore();
        for (JsonNode column : facts.path("columns")) {
            assertThat(sum(column.path("counts")) + column.path("missing").asInt())
                    .isEqualTo(ITEMS);
        }
        JsonNode view = facts.path("crossViews").get(0);
        assertThat(view.path("rowsOf").asText()).isEqualTo("gender");
        assertThat(view.path("columnsOf").asText()).isEqualTo("season");
        assertThat(StreamSupport.stream(view.path("counts").spliterator(), false)
                        .mapToInt(DatasetReportTest::sum)
                        .sum())
                .isEqualTo(ITEMS);
    }

    @Test
    void aPlainFolderOfClassFoldersHasOneColumn() throws IOException {
        Path plain = folder.resolve("plain");
        for (int i = 0; i < 6; i++) {
            Path category = Files.createDirectories(plain.resolve(i < 4 ? "shoes" : "bags"));
            Files.copy(image(i), category.resolve(i + ".jpg"));
        }
        directory = plain;
        rows = List.of();

        JsonNode facts = explore();

        assertThat(facts.path("columns")).hasSize(1);
        assertThat(column(facts, "category").path("counts").path("shoes").asInt())
                .isEqualTo(4);
        assertThat(facts.path("ceilings").get(0).path("itemsWithoutFive").asInt())
                .isEqualTo(6);
        // four shoes find three of five each, two bags find one each
        assertThat(facts.path("ceilings").get(0).path("precisionAt5").asDouble())
                .isEqualTo((4 * 0.6 + 2 * 0.2) / 6);
    }

    @Test
    void aFolderWithoutLabelsOrWithoutOneReadablePictureStillHasAPage() throws IOException {
        Path plain = Files.createDirectories(folder.resolve("plain"));
        Files.writeString(plain.resolve("a.jpg"), "no picture");
        directory = plain;
        rows = List.of();
        assertThat(explore().path("images").path("readable").asInt()).isZero();
        assertThat(page()).contains("This catalogue has no labels", "no picture</div>");
    }

    private JsonNode explore() throws IOException {
        if (!rows.isEmpty()) {
            Files.write(directory.resolve("styles.csv"), rows);
        }
        Catalog catalog = Catalog.read(directory);
        AtomicInteger done = new AtomicInteger();
        DatasetReport.of(catalog, catalog.unlistedImages(), 2, CLOCK, items -> done.incrementAndGet())
                .write(folder);
        assertThat(done).hasValue(catalog.items().size());
        return new ObjectMapper().readTree(folder.resolve(DatasetReport.NUMBERS).toFile());
    }

    private String page() throws IOException {
        return Files.readString(folder.resolve(DatasetReport.PAGE));
    }

    private Path image(int item) {
        return folder.resolve("catalog/images").resolve(ids.get(item) + ".jpg");
    }

    private int column(String name) {
        return List.of(rows.get(0).split(",")).indexOf(name);
    }

    private static JsonNode column(JsonNode facts, String name) {
        return StreamSupport.stream(facts.path("columns").spliterator(), false)
                .filter(column -> column.path("column").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int sum(JsonNode numbers) {
        return StreamSupport.stream(numbers.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .sum();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
