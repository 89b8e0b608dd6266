package dev.twinset.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CatalogItemTest {
    private static final Path IMAGE = Path.of("images/1.jpg");

    @Test
    void itsAttributesAreACopyInTheSameOrder() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("z", "1");
        attributes.put("a", "2");
        attributes.put("m", "3");
        CatalogItem item = new CatalogItem("1", IMAGE, attributes);

        attributes.put("b", "4");

        assertThat(item.attributes().keySet()).containsExactly("z", "a", "m");
        assertThatThrownBy(() -> item.attributes().put("c", "5")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aCatalogueIsACopyToo() {
        List<CatalogItem> items = new ArrayList<>(List.of(new CatalogItem("1", IMAGE, Map.of())));
        List<String> columns = new ArrayList<>(List.of("gender"));
        Catalog catalog = new Catalog(Path.of("."), columns, items);

        items.clear();
        columns.clear();

        assertThat(catalog.items()).hasSize(1);
        assertThat(catalog.columns()).containsExactly("gender");
    }
}
