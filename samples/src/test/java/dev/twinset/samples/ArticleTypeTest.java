package dev.twinset.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ArticleTypeTest {
    @Test
    void thereAreThirtyThreeTypesInThreeMasterCategories() {
        assertThat(ArticleType.ALL).extracting(ArticleType::label).hasSize(33).doesNotHaveDuplicates();
        assertThat(ArticleType.ALL)
                .extracting(ArticleType::masterCategory)
                .contains("Apparel", "Footwear", "Accessories")
                .containsOnly("Apparel", "Footwear", "Accessories");
    }

    @Test
    void aSubCategoryHasOneMasterCategory() {
        Map<String, String> masters = new HashMap<>();
        for (ArticleType type : ArticleType.ALL) {
            String other = masters.put(type.subCategory(), type.masterCategory());
            assertThat(other).as(type.label()).isIn(null, type.masterCategory());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aTypeOffersSomethingInEveryColumn(ArticleType type) {
        assertThat(type.weight()).isPositive();
        assertThat(type.colours()).isNotEmpty();
        assertThat(type.patterns()).isNotEmpty();
        assertThat(type.genders()).isNotEmpty().isSubsetOf("Men", "Women", "Boys", "Girls", "Unisex");
        assertThat(type.usages()).isNotEmpty().isSubsetOf("Casual", "Sports", "Formal", "Ethnic", "Party");
    }

    @Test
    void aTypeComesUpAsOftenAsItsWeightSays() {
        Map<String, Integer> counts = new HashMap<>();
        int weights = ArticleType.ALL.stream().mapToInt(ArticleType::weight).sum();
        int draws = weights * 500;
        for (int i = 0; i < draws; i++) {
            counts.merge(ArticleType.random(RandomSource.of(2, i)).label(), 1, Integer::sum);
        }
        for (ArticleType type : ArticleType.ALL) {
            assertThat(counts.getOrDefault(type.label(), 0))
                    .as(type.label())
                    .isBetween(type.weight() * 400, type.weight() * 600);
        }
    }

    static Iterable<ArticleType> all() {
        return ArticleType.ALL;
    }
}
