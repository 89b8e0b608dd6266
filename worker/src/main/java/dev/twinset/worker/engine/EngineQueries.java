package dev.twinset.worker.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.contract.option.ItemFilter;
import dev.twinset.worker.engine.SearchEngine.EngineQuery;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** The JSON of searches: what {@code _msearch} takes, two lines a query. */
final class EngineQueries {
    /** Of hits in one answer, as the engine has it unless an index says otherwise. */
    static final int MOST_HITS = 10_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectNode HEADER = NODES.objectNode().put("allow_partial_search_results", false);

    private final int candidates;

    /** @param candidates that the graph is asked for at least: of fewer, it misses some */
    EngineQueries(int candidates) {
        this.candidates = candidates;
    }

    byte[] lines(List<EngineQuery> queries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (EngineQuery query : queries) {
            out.writeBytes(EngineHttp.bytes(HEADER));
            out.write('\n');
            out.writeBytes(EngineHttp.bytes(search(query)));
            out.write('\n');
        }
        return out.toByteArray();
    }

    /**
     * One search. The item that is not looked for is no part of the filter, which the engine would run over every
     * document; one hit more is asked for in its place.
     */
    private ObjectNode search(EngineQuery query) {
        int size = Math.min(MOST_HITS, query.most() + (query.without().isPresent() ? 1 : 0));
        ObjectNode search = NODES.objectNode().put("size", size).put("track_total_hits", false);
        ObjectNode asked = search.putObject("query");
        if (query.exact()) {
            exact(asked.putObject("script_score"), query);
        } else {
            graph(asked.putObject("knn").putObject(EngineMapping.VECTOR), query, Math.max(size, candidates));
        }
        return search;
    }

    private static void graph(ObjectNode knn, EngineQuery query, int k) {
        vector(knn.putArray("vector"), query.vector());
        knn.put("k", k);
        if (isFiltered(query)) {
            knn.set("filter", filter(query));
        }
    }

    private static void exact(ObjectNode score, EngineQuery query) {
        score.set("query", isFiltered(query) ? filter(query) : all());
        ObjectNode script = score.putObject("script").put("lang", "knn").put("source", "knn_score");
        ObjectNode parameters =
                script.putObject("params").put("field", EngineMapping.VECTOR).put("space_type", "innerproduct");
        vector(parameters.putArray("query_value"), query.vector());
    }

    /** The first of all documents' ids; the next ones come {@code search_after} the last one's. */
    static ObjectNode page() {
        ObjectNode page = NODES.objectNode().put("size", MOST_HITS).put("track_total_hits", false);
        page.put("_source", false).putArray("sort").add(EngineMapping.PARTITION).add(EngineMapping.OFFSET);
        return page;
    }

    /** Some documents, the same each time. */
    static ObjectNode sample(int size) {
        ObjectNode sample = page().put("size", size);
        sample.remove("_source");
        return sample;
    }

    private static void vector(ArrayNode array, float[] vector) {
        for (float component : vector) {
            array.add(component);
        }
    }

    private static ObjectNode all() {
        ObjectNode all = NODES.objectNode();
        all.putObject("match_all");
        return all;
    }

    private static boolean isFiltered(EngineQuery query) {
        return query.excluded() || !query.filter().terms().isEmpty();
    }

    /** Accepts what {@link ItemFilter#accepts} does, or all the rest. */
    static ObjectNode filter(EngineQuery query) {
        ObjectNode accepted = NODES.objectNode();
        ObjectNode bool = accepted.putObject("bool");
        ArrayNode must = bool.putArray("filter");
        ArrayNode mustNot = bool.putArray("must_not");
        for (ItemFilter.Term term : query.filter().terms()) {
            if (term.relative()) {
                throw new IllegalStateException("term " + term + " compares with the asking item");
            }
            (term.excludes() ? mustNot : must).add(term(term));
        }
        if (!query.excluded()) {
            return accepted;
        }
        ObjectNode rest = NODES.objectNode();
        rest.putObject("bool").putArray("must_not").add(accepted);
        return rest;
    }

    private static ObjectNode term(ItemFilter.Term term) {
        ObjectNode query = NODES.objectNode();
        ArrayNode values = query.putObject("terms").putArray(EngineMapping.ATTRIBUTES);
        // an empty value counts as absent: no document has it
        term.values().stream()
                .filter(value -> !value.isEmpty())
                .forEach(value -> values.add(DocumentJson.attribute(term.name(), value)));
        return query;
    }
}
