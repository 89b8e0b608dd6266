package dev.twinset.worker.engine;

import dev.twinset.contract.option.ItemFilter;
import dev.twinset.worker.engine.SearchEngine.EngineQuery;
import dev.twinset.worker.search.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Documents and queries of tests. */
final class Documents {
    static final float[] EAST = {1, 0};
    static final float[] NORTH = {0, 1};

    private Documents() {}

    static EngineDocument put(String itemId, long offset, float... vector) {
        return put(itemId, offset, Map.of(), vector);
    }

    static EngineDocument put(String itemId, long offset, Map<String, String> attributes, float... vector) {
        return new EngineDocument(itemId, 0, offset, Optional.of(new Item(vector, attributes)));
    }

    static EngineDocument delete(String itemId, long offset) {
        return new EngineDocument(itemId, 0, offset, Optional.empty());
    }

    static List<String> ids(List<EngineDocument> documents) {
        return documents.stream().map(EngineDocument::itemId).toList();
    }

    /** The ids of all that an engine holds. */
    static List<String> listed(SearchEngine engine) {
        List<String> ids = new ArrayList<>();
        engine.forEachItemId(ids::add);
        return ids;
    }

    static EngineQuery query(int most, float... vector) {
        return new EngineQuery(vector, most, ItemFilter.NONE, false, Optional.empty(), OptionalDouble.empty(), false);
    }

    static EngineQuery filtered(String filter, boolean excluded, int most, float... vector) {
        return new EngineQuery(
                vector, most, ItemFilter.parse(filter), excluded, Optional.empty(), OptionalDouble.empty(), false);
    }

    static EngineQuery exact(EngineQuery query) {
        return new EngineQuery(
                query.vector(),
                query.most(),
                query.filter(),
                query.excluded(),
                query.without(),
                query.threshold(),
                true);
    }

    static float[] unit(Random random, int dimension) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return normalised(vector);
    }

    /** A unit vector some way off another one. */
    static float[] near(Random random, float[] centre, double distance) {
        float[] noise = unit(random, centre.length);
        float[] vector = new float[centre.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (centre[i] + distance * noise[i]);
        }
        return normalised(vector);
    }

    private static float[] normalised(float[] vector) {
        double square = 0;
        for (float component : vector) {
            square += (double) component * component;
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = (float) (vector[i] / Math.sqrt(square));
        }
        return unit;
    }
}
