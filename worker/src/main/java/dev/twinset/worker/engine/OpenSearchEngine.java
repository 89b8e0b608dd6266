package dev.twinset.worker.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.worker.engine.DocumentJson.Bulk;
import dev.twinset.worker.search.Cosine;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An index of OpenSearch with its k-NN plug-in, by the REST that versions 2.19 and 3 share.
 *
 * <p>After a failure, searches and look-ups fail at once for a while, and so do writes and refreshes, each of their own
 * ({@link Circuit}).
 */
public final class OpenSearchEngine implements SearchEngine {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,200}");
    private static final byte[] NO_BODY = {};
    private static final long ANSWER_BYTES = 256L << 20;
    /** A bulk request, a refresh or the making of an index may take longer than a search. */
    private static final Duration SLOW_TIMEOUT = Duration.ofSeconds(30);

    private final String alias;
    private final String index;
    private final EngineIndex preparation;
    private final EngineIndex sight;
    private final EngineErrors errors;
    private final EngineCalls calls;
    private final EngineCalls slowCalls;
    private final EngineQueries queries;
    private final DocumentJson documents;
    private final int bulkBytes;
    private final Circuit reading = new Circuit(System::nanoTime);
    private final Circuit writing = new Circuit(System::nanoTime);
    private volatile @Nullable String uuid;

    /**
     * @param logId the beginning of the changelog's topic id: a topic that was deleted and made again is another log
     * @throws EngineException if a file of the settings cannot be read
     */
    public OpenSearchEngine(EngineSettings settings, String modelId, String logId, int dimension) {
        alias = name(settings.indexPrefix() + "-" + modelId);
        index = name(alias + "-" + logId);
        EngineCredentials credentials = new EngineCredentials(settings);
        errors = new EngineErrors(index, credentials);
        EngineHttp http = new EngineHttp(settings, credentials, ANSWER_BYTES);
        Duration timeout = settings.timeout();
        calls = new EngineCalls(http, errors, timeout);
        slowCalls = new EngineCalls(http, errors, timeout.compareTo(SLOW_TIMEOUT) > 0 ? timeout : SLOW_TIMEOUT);
        EngineMapping mapping = new EngineMapping(index, dimension);
        preparation = new EngineIndex(index, alias, mapping, settings, slowCalls);
        sight = new EngineIndex(index, alias, mapping, settings, calls);
        queries = new EngineQueries(settings.candidates());
        documents = new DocumentJson(dimension);
        bulkBytes = settings.bulkBytes();
    }

    private static String name(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(lower).matches()) {
            throw new EngineException("engine.index.prefix: makes the index " + name
                    + ", expected a name in lower-case letters, digits, '.', '_' and '-' that begins with one of the"
                    + " first two");
        }
        return lower;
    }

    @Override
    public String prepare() {
        return writing.call(() -> {
            String prepared = preparation.prepare();
            requireSame(prepared);
            uuid = prepared;
            return prepared;
        });
    }

    /**
     * Of the engine. Changes nothing.
     *
     * @throws EngineException if it is too old, or has no plug-in for vectors
     */
    public String version() {
        return sight.version();
    }

    /** The index as it is, fit or not; empty if there is none. Changes nothing. */
    public Optional<EngineIndexState> look() {
        return sight.look();
    }

    /** Some documents that searches see. */
    public List<EngineDocument> sample(int most) {
        String what = "read documents of index " + index;
        String path = "/" + index + "/_search?allow_partial_search_results=false";
        JsonNode answer = calls.post(path, EngineQueries.sample(most), what);
        errors.requireComplete(answer, what);
        List<EngineDocument> documents = new ArrayList<>();
        answer.path("hits").path("hits").forEach(hit -> documents.add(this.documents.read(hit)));
        return documents;
    }

    /** A bulk request makes an index that is missing, and another worker may have made it: it lacks documents. */
    private void requireSame(String now) {
        String prepared = uuid;
        if (prepared != null && !prepared.equals(now)) {
            throw errors.gone();
        }
    }

    @Override
    public List<List<EngineDocument>> search(List<EngineQuery> asked) {
        if (asked.isEmpty()) {
            return List.of();
        }
        String what = "search index " + index;
        JsonNode answers = reading.call(() -> {
            JsonNode responses = calls.post("/" + index + "/_msearch", queries.lines(asked), what)
                    .path("responses");
            for (JsonNode response : responses) {
                if (response.has("error")) {
                    throw errors.error(response.path("status").asInt(), response.path("error"), what);
                }
                errors.requireComplete(response, what);
            }
            if (responses.size() != asked.size()) {
                throw new EngineException(
                        "the engine answers " + responses.size() + " of " + asked.size() + " searches");
            }
            return responses;
        });
        List<List<EngineDocument>> found = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            found.add(found(asked.get(i), answers.get(i).path("hits").path("hits")));
        }
        return found;
    }

    private List<EngineDocument> found(EngineQuery query, JsonNode hits) {
        List<EngineDocument> found = new ArrayList<>(hits.size());
        double threshold = query.threshold().orElse(-1);
        for (JsonNode hit : hits) {
            EngineDocument document = documents.read(hit);
            boolean wanted = !query.without().equals(Optional.of(document.itemId()))
                    && document.item().stream()
                            .anyMatch(item -> Cosine.score(query.vector(), item.vector()) >= threshold);
            if (wanted && found.size() < query.most()) {
                found.add(document);
            }
        }
        return found;
    }

    @Override
    public void write(List<EngineDocument> changes) {
        writing.call(() -> {
            Iterator<EngineDocument> left = changes.iterator();
            while (left.hasNext()) {
                write(documents.bulk(left, bulkBytes));
            }
            return true;
        });
    }

    private void write(Bulk bulk) {
        String what = "write to index " + index;
        JsonNode items =
                slowCalls.post("/" + index + "/_bulk", bulk.lines(), what).path("items");
        for (JsonNode item : items) {
            JsonNode result = item.elements().next();
            JsonNode error = result.path("error");
            if (!error.isMissingNode() && !EngineResponse.type(error).equals(EngineErrors.CONFLICT)) {
                throw errors.error(result.path("status").asInt(), error, what);
            }
        }
        if (items.size() != bulk.documents()) {
            throw new EngineException(
                    "the engine answers for " + items.size() + " of " + bulk.documents() + " documents");
        }
    }

    @Override
    public void refresh() {
        String what = "refresh index " + index;
        writing.call(() -> {
            JsonNode shards =
                    slowCalls.post("/" + index + "/_refresh", NO_BODY, what).path("_shards");
            int refreshed = shards.path("successful").asInt();
            if (shards.path("failed").asInt() > 0
                    || (refreshed < shards.path("total").asInt() && lacks(refreshed))) {
                throw new EngineUnavailableException("the engine cannot " + what + " completely: " + refreshed
                        + " copies of its shards answered, and more are searched");
            }
            requireSame(preparation.uuid());
            return true;
        });
    }

    /**
     * Whether a shard has no copy, or more copies are searched than were refreshed. A refresh does not call it a
     * failure that a copy could not be reached.
     */
    private boolean lacks(int refreshed) {
        JsonNode health = slowCalls.get("/_cluster/health/" + index, "look at the shards of index " + index);
        return health.path("status").asText().equals("red")
                || health.path("active_shards").asInt() > refreshed;
    }

    @Override
    public long count() {
        String what = "count documents of index " + index;
        return reading.call(() -> {
            JsonNode answer = calls.get("/" + index + "/_count", what);
            errors.requireComplete(answer, what);
            return answer.path("count").asLong();
        });
    }

    @Override
    public Optional<EngineDocument> document(String itemId) {
        // a segment of a path, in which + is itself and a dot alone is none
        String id = URLEncoder.encode(itemId, UTF_8).replace("+", "%20").replace(".", "%2E");
        return reading.call(() -> calls.find("/" + index + "/_doc/" + id, "found", "read documents of index " + index)
                .map(documents::read));
    }

    @Override
    public void forEachItemId(Consumer<String> ids) {
        String what = "list documents of index " + index;
        ObjectNode page = EngineQueries.page();
        JsonNode hits;
        do {
            hits = reading.call(() -> {
                JsonNode answer =
                        slowCalls.post("/" + index + "/_search?allow_partial_search_results=false", page, what);
                errors.requireComplete(answer, what);
                return answer.path("hits").path("hits");
            });
            hits.forEach(hit -> ids.accept(hit.path("_id").asText()));
            if (!hits.isEmpty()) {
                page.set("search_after", hits.get(hits.size() - 1).path("sort"));
            }
        } while (hits.size() == EngineQueries.MOST_HITS);
    }

    /** Deletes every index of the model, whatever changelog it was filled from, and gives their names. */
    public List<String> deleteAll() {
        List<String> names = new ArrayList<>();
        slowCalls
                .get("/" + alias + "-*/_settings", "list the indices of alias " + alias)
                .fieldNames()
                .forEachRemaining(names::add);
        names.forEach(name -> slowCalls.delete("/" + name, "delete index " + name));
        return names;
    }

    @Override
    public void close() {}
}
