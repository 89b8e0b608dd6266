package dev.twinset.worker.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.result.Copies;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.worker.search.Found;
import dev.twinset.worker.search.FoundItem;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import dev.twinset.worker.search.RandomOptions;
import dev.twinset.worker.search.SlowSearch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two who read the rules of answers apart find the same. */
class SearchAgainAgreesTest {
    private static final int ITEMS = 60;
    private static final int DIMENSION = 6;

    @Test
    void whateverIsAskedTheOtherSlowSearchFindsTheSame() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            Map<String, Item> items = new HashMap<>();
            List<FeatureRecord> log = new ArrayList<>();
            for (int i = 0; i < ITEMS; i++) {
                float[] vector = unit(random);
                Map<String, String> attributes = RandomOptions.attributes(random);
                items.put("item-" + i, new Item(vector, attributes));
                log.add(new FeatureRecord("item-" + i, Optional.of(vector), attributes, "s", 1));
            }
            float[] asked = unit(random);
            AnswerOptions options = RandomOptions.options(random);
            boolean upload = random.nextBoolean();
            Optional<String> itself = upload ? Optional.of("item-" + random.nextInt(ITEMS)) : Optional.empty();

            SearchAgain.Answer again = SearchAgain.search(answer(itself.orElse("query"), options), upload, asked, log);

            Found found = SlowSearch.answer(new Query(asked, itself, options), items);
            assertThat(again.recommendations()).as("seed %s", seed).isEqualTo(recommendations(found));
            assertThat(again.copies()).as("seed %s", seed).isEqualTo(found.copies());
        }
    }

    private static List<Recommendation> recommendations(Found found) {
        List<Recommendation> recommendations = new ArrayList<>();
        for (FoundItem item : found.items()) {
            recommendations.add(new Recommendation(
                    recommendations.size() + 1,
                    item.itemId(),
                    item.score(),
                    OptionalDouble.empty(),
                    item.copies(),
                    item.fallback(),
                    Optional.empty()));
        }
        return recommendations;
    }

    private static Recommendations answer(String itemId, AnswerOptions options) {
        return new Recommendations(
                itemId,
                "e",
                "m",
                options,
                Copies.NONE,
                Map.of(),
                List.of(),
                new Snapshot(ITEMS, Map.of(), "s", 1, 1, true));
    }

    /** One of few directions half of the time, so that copies are common. */
    private static float[] unit(Random random) {
        Random source = random.nextBoolean() ? new Random(random.nextInt(5)) : random;
        double[] drawn = source.doubles(DIMENSION, -1, 1).toArray();
        double squares = 0;
        for (double value : drawn) {
            squares += value * value;
        }
        float[] unit = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            unit[i] = (float) (drawn[i] / Math.sqrt(squares));
        }
        return unit;
    }
}
