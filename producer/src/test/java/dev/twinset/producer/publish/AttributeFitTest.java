package dev.twinset.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.event.InlineImage;
import dev.twinset.contract.topic.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever columns a catalogue has, its images are published. */
final class AttributeFitTest {
    private static final Map<String, String> ASKED =
            Map.of("limit", "8", "filter", "gender=Men", "why", "true", "fallback", "true");

    @Test
    void whatFitsIsNotTouched() {
        Catalog fit = fit(Map.of("articleType", "Shirts", "type", "x"));
        assertThat(fit.items().get(0).attributes()).isEqualTo(Map.of("articletype", "Shirts", "itemtype", "x"));
        assertThat(fit.notices()).isEmpty();
    }

    @Test
    void namesThatWouldTravelAlikeGetANumberInTheCataloguesOrder() {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("base colour", "a");
        row.put("baseColour", "b");
        row.put("base-colour 2", "c");
        row.put("base_colour", "d");
        Catalog fit = fit(row);
        assertThat(fit.items().get(0).attributes())
                .isEqualTo(Map.of("basecolour", "a", "basecolour2", "b", "basecolour22", "c", "basecolour3", "d"));
        assertThat(fit.notices()).hasSize(3).contains("the column \"baseColour\" is the attribute basecolour2");
    }

    @Test
    void aNameInAnotherScriptIsToldWithTheNameThatTravels() {
        Catalog fit = fit(Map.of("\u0446\u0432\u0435\u0442", "red", " ", "nameless"));
        assertThat(fit.items().get(0).attributes()).isEqualTo(Map.of("u0446u0432u0435u0442", "red"));
        assertThat(fit.notices())
                .containsExactlyInAnyOrder(
                        "the column \"\u0446\u0432\u0435\u0442\" is the attribute u0446u0432u0435u0442",
                        "a column has no name and is left out");
    }

    @Test
    void columnsThatAreTooManyAreLeftOut() {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            row.put("column" + i, "x");
        }
        Catalog fit = fit(row);
        assertThat(fit.items().get(0).attributes())
                .hasSize(32 - 8 - ASKED.size())
                .containsKey("column0");
        assertThat(fit.notices())
                .singleElement()
                .asString()
                .startsWith("an event has room for 20 attributes; left out: ");
    }

    @Test
    void longTextsAreCutBetweenTwoCharactersAndToldOnce() {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < 6; i++) {
            row.put("text" + i, "\u20ac".repeat(2000));
        }
        Catalog fit = fit(row);
        assertThat(fit.items().get(0).attributes().get("text0")).hasSize((4096 - 8) / 3);
        assertThat(fit.items().get(0).attributes()).hasSize(4);
        assertThat(fit.notices()).hasSize(6).anyMatch(notice -> notice.contains("\"text5\" is left out where"));
        assertThat(fit("x".repeat(10_000), "y").items().get(0).attributes()).hasSize(1);
    }

    private static Catalog fit(String column, String value) {
        return fit(Map.of(column, value));
    }

    /** Of two items with the same attributes, which a worker would read as well. */
    private static Catalog fit(Map<String, String> row) {
        CatalogItem item = new CatalogItem("x".repeat(255), Path.of("1.jpg"), row);
        Catalog fit = AttributeFit.fit(new Catalog(Path.of(""), List.copyOf(row.keySet()), List.of(item, item)), ASKED);
        EventCodec codec = new EventCodec(Topics.DEFAULT, Clock.systemUTC(), "/test");
        for (CatalogItem fitting : fit.items()) {
            codec.event(new ImageUploaded(
                    fitting.id(),
                    UUID.randomUUID().toString(),
                    new InlineImage(new byte[] {1}),
                    fitting.attributes(),
                    ASKED,
                    Optional.empty(),
                    Optional.empty()));
        }
        return fit;
    }
}
