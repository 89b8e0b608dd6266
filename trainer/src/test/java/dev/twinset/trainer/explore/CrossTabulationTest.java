package dev.twinset.trainer.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.catalog.CatalogItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CrossTabulationTest {
    private final List<CatalogItem> items = new ArrayList<>();

    @Test
    void itemsAreCountedByBothLabels() {
        add(3, Map.of("kind", "shirt", "colour", "red"));
        add(1, Map.of("kind", "shirt", "colour", "blue"));
        add(2, Map.of("kind", "shoe", "colour", "blue"));
        add(1, Map.of("kind", "shoe"));

        CrossTabulation table = table("kind", "colour");

        assertThat(table.rows()).containsExactly("shirt", "shoe");
        assertThat(table.columns()).containsExactly("blue", "red");
        assertThat(table.counts()).isDeepEqualTo(new int[][] {{1, 3}, {2, 0}});
        assertThat(table.items()).isEqualTo(6);
    }

    @Test
    void yearsAreInTheirOrder() {
        add(3, Map.of("kind", "shirt", "year", "2013"));
        add(1, Map.of("kind", "shirt", "year", "2009"));
        add(2, Map.of("kind", "shirt", "year", "2011"));

        assertThat(table("kind", "year").columns()).containsExactly("2009", "2011", "2013");
    }

    @Test
    void rareValuesAreNotListedButCounted() {
        for (int kind = 0; kind < 30; kind++) {
            add(30 - kind, Map.of("kind", "kind " + kind, "colour", "colour " + kind));
        }

        CrossTabulation table = table("kind", "colour");

        assertThat(table.rows()).hasSize(25).startsWith("kind 0").endsWith("kind 24");
        assertThat(table.columns()).hasSize(16).startsWith("colour 0").endsWith("colour 15");
        assertThat(table.items()).isEqualTo(items.size());
        assertThat(table.counts()[15][15]).isEqualTo(15);
    }

    private CrossTabulation table(String rows, String columns) {
        return CrossTabulation.of(ColumnStats.of(rows, items), ColumnStats.of(columns, items), items);
    }

    private void add(int count, Map<String, String> labels) {
        for (int i = 0; i < count; i++) {
            items.add(new CatalogItem("item-" + items.size(), Path.of("image.jpg"), labels));
        }
    }
}
