package dev.twinset.producer.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SeenAttributesTest {
    private final SeenAttributes seen = new SeenAttributes();

    @Test
    void eachNameComesWithItsValuesInOrder() {
        seen.add(Map.of("gender", "Women", "season", ""));
        seen.add(Map.of("gender", "Men"));
        seen.add(Map.of("gender", "Women", "title", "x".repeat(61)));
        assertThat(seen.json())
                .hasToString("{\"attributes\":{\"gender\":[\"Men\",\"Women\"],\"season\":[],\"title\":[]}}");
    }

    @Test
    void aNameOfTooManyValuesIsOfferedWithoutThemAndNamesAreLimited() {
        for (int i = 0; i < 1000; i++) {
            seen.add(Map.of("name", "Shirt " + i));
            seen.add(Map.of("number" + i, "1"));
        }
        assertThat(seen.json().path("attributes")).hasSize(50);
        assertThat(seen.json().path("attributes").path("name")).isEmpty();
        assertThat(seen.json().path("attributes").path("number0")).hasSize(1);
    }
}
