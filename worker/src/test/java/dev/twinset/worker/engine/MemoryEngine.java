package dev.twinset.worker.engine;

import dev.twinset.worker.search.Cosine;
import dev.twinset.worker.search.Item;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A {@link SearchEngine} that keeps its promises in the simplest way: exactly, and in memory. */
public class MemoryEngine implements SearchEngine {
    private final Map<String, EngineDocument> written = new HashMap<>();
    private Map<String, EngineDocument> shown = Map.of();
    int searches;

    @Override
    public String prepare() {
        return "memory";
    }

    @Override
    public synchronized List<List<EngineDocument>> search(List<EngineQuery> queries) {
        searches++;
        return queries.stream().map(this::search).toList();
    }

    private List<EngineDocument> search(EngineQuery query) {
        return shown.values().stream()
                .filter(document -> !query.without().equals(Optional.of(document.itemId())))
                .filter(document -> query.filter().accepts(item(document).attributes()) != query.excluded())
                .filter(document -> score(query, document) >= query.threshold().orElse(-1))
                .sorted(Comparator.<EngineDocument>comparingDouble(document -> -score(query, document))
                        .thenComparing(EngineDocument::itemId))
                .limit(query.most())
                .toList();
    }

    private static float score(EngineQuery query, EngineDocument document) {
        return Cosine.score(query.vector(), item(document).vector());
    }

    private static Item item(EngineDocument document) {
        return document.item().orElseThrow();
    }

    @Override
    public synchronized void write(List<EngineDocument> documents) {
        for (EngineDocument document : documents) {
            written.merge(document.itemId(), document, (old, latest) -> latest.offset() > old.offset() ? latest : old);
        }
    }

    @Override
    public synchronized void refresh() {
        shown = new HashMap<>(written);
        shown.values().removeIf(document -> document.item().isEmpty());
    }

    @Override
    public synchronized long count() {
        return shown.size();
    }

    @Override
    public synchronized Optional<EngineDocument> document(String itemId) {
        return Optional.ofNullable(written.get(itemId))
                .filter(document -> document.item().isPresent());
    }

    @Override
    public synchronized void forEachItemId(Consumer<String> ids) {
        shown.keySet().forEach(ids);
    }

    @Override
    public void close() {}
}
