package dev.twinset.trainer.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.catalog.CatalogItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ColumnStatsTest {
    @Test
    void classesOfOneSizeAreAsManyAsTheySeem() {
        ColumnStats facts = facts(10, 10, 10, 10);
        assertThat(facts.effectiveClasses()).isCloseTo(4, within(1e-9));
        assertThat(facts.gini()).isZero();
        assertThat(facts.halfOfItemsIn()).isEqualTo(2);
        assertThat(facts.largestToSmallest()).isEqualTo(1);
        assertThat(facts.classesBelow6()).isZero();
        assertThat(facts.classesBelow20()).isEqualTo(4);
    }

    @Test
    void oneLargeClassMakesTheOthersCountForLittle() {
        ColumnStats facts = facts(97, 1, 1, 1);
        assertThat(facts.effectiveClasses()).isBetween(1.0, 1.3);
        assertThat(facts.gini()).isCloseTo(0.72, within(0.001));
        assertThat(facts.halfOfItemsIn()).isEqualTo(1);
        assertThat(facts.classesBelow6()).isEqualTo(3);
    }

    @Test
    void theCeilingCountsWhatCanBeFound() {
        PrecisionCeiling ceiling = PrecisionCeiling.of(facts(6, 5, 1));
        assertThat(ceiling.itemsWithoutFive()).isEqualTo(6);
        assertThat(ceiling.precisionAt5()).isCloseTo((6 * 1.0 + 5 * 0.8 + 0) / 12, within(1e-9));
        assertThat(ceiling.macroPrecisionAt5()).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void aColumnWithoutOneValueIsAllMissing() {
        ColumnStats facts = facts();
        assertThat(facts.classes()).isZero();
        assertThat(facts.missing()).isEqualTo(1);
        assertThat(PrecisionCeiling.of(facts).precisionAt5()).isZero();
    }

    /** One item more lacks the label. */
    private static ColumnStats facts(int... sizes) {
        List<CatalogItem> items = new ArrayList<>();
        items.add(new CatalogItem("none", Path.of("none.jpg"), Map.of()));
        for (int kind = 0; kind < sizes.length; kind++) {
            for (int i = 0; i < sizes[kind]; i++) {
                items.add(new CatalogItem(kind + "-" + i, Path.of("x.jpg"), Map.of("kind", "class " + kind)));
            }
        }
        return ColumnStats.of("kind", items);
    }
}
