package dev.twinset.trainer.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.catalog.CatalogItem;
import dev.twinset.trainer.explore.DuplicateStats.Group;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DuplicateStatsTest {
    @Test
    void aGroupDisagreesInAColumnWithTwoValuesAndNotWithAMissingOne() {
        Group group = Group.of(
                List.of(
                        item("a", Map.of("kind", "shirt", "colour", "red")),
                        item("b", Map.of("kind", "top", "colour", "red")),
                        item("c", Map.of("kind", "shirt"))),
                List.of("kind", "colour", "season"));

        assertThat(group.ids()).containsExactly("a", "b", "c");
        assertThat(group.conflicts()).isEqualTo(Map.of("kind", Set.of("shirt", "top")));
    }

    private static CatalogItem item(String id, Map<String, String> labels) {
        return new CatalogItem(id, Path.of(id + ".jpg"), labels);
    }
}
