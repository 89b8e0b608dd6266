package dev.twinset.worker.features;

import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.worker.search.Query;
import dev.twinset.worker.search.RandomOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Changes and queries of 60 items. */
final class RandomFeatures {
    static final int DIMENSION = 8;

    private static final int ITEMS = 60;

    private final Random random;

    RandomFeatures(long seed) {
        random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    List<FeatureChange> changes(int count) {
        List<FeatureChange> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(random.nextInt(4) == 0 ? delete(item()) : put(item()));
        }
        return changes;
    }

    List<ItemAttributes> descriptions(int count) {
        List<ItemAttributes> descriptions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            descriptions.add(new ItemAttributes(
                    item(), random.nextInt(3) == 0 ? Optional.empty() : Optional.of(RandomOptions.attributes(random))));
        }
        return descriptions;
    }

    FeatureChange put(String itemId) {
        return new FeatureChange(itemId, Optional.of(unit()), RandomOptions.attributes(random));
    }

    static FeatureChange delete(String itemId) {
        return new FeatureChange(itemId, Optional.empty());
    }

    List<Query> queries(int count) {
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            queries.add(new Query(
                    unit(),
                    random.nextBoolean() ? Optional.of(item()) : Optional.empty(),
                    RandomOptions.options(random)));
        }
        return queries;
    }

    /** One of few directions half of the time, so that equal vectors are common. */
    float[] unit() {
        Random source = random.nextBoolean() ? new Random(random.nextInt(5)) : random;
        float[] vector = new float[DIMENSION];
        double square = 0;
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) source.nextGaussian();
            square += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (vector[i] / Math.sqrt(square));
        }
        return vector;
    }

    private String item() {
        return "item" + random.nextInt(ITEMS);
    }
}
