package dev.twinset.worker.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DescriptionsTest {
    private final Descriptions descriptions = new Descriptions();

    @Test
    void theLatestOfEachItemCountsUntilNothingIsSaid() {
        Random random = new Random(1);
        Map<String, Map<String, String>> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String item = "item-" + random.nextInt(500);
            Map<String, String> said = random.nextInt(4) == 0
                    ? Map.of()
                    : Map.of("available", "" + random.nextBoolean(), "price", "" + random.nextInt(300));
            descriptions.put(item, said);
            expected.put(item, said);
        }
        expected.forEach((item, said) -> assertThat(descriptions.get(item)).isEqualTo(said));
        assertThat(descriptions.get("another")).isEmpty();
    }

    @Test
    void whatIsForgottenWithoutHavingBeenSaidTakesNoPlace() {
        descriptions.put("item", Map.of());
        assertThat(descriptions.size()).isZero();
    }

    /** Beyond the sets that may be unused all are numbered anew. */
    @Test
    void theLatestOfEachItemOutlivesChangesWithoutNumber() {
        descriptions.put("steady", Map.of("available", "true"));
        for (int price = 0; price < 200_000; price++) {
            descriptions.put("changing", Map.of("price", "" + price));
        }
        assertThat(descriptions.get("steady")).isEqualTo(Map.of("available", "true"));
        assertThat(descriptions.get("changing")).isEqualTo(Map.of("price", "199999"));
    }
}
