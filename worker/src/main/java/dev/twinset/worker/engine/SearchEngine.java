package dev.twinset.worker.engine;

import dev.twinset.contract.option.ItemFilter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * What a worker asks of the engine: one index of features, which all workers of a model share. Any thread.
 *
 * <p>Every call throws {@link EngineUnavailableException} if trying again may help (no address answers, a shard is
 * missing, the engine is too busy or its disk is full), and {@link EngineException} if it will not (wrong credentials,
 * no plug-in, a mapping that somebody changed).
 */
public interface SearchEngine extends AutoCloseable {
    /**
     * Creates the index if it is missing, and else checks that it is what this worker needs. Several workers may do so
     * at the same time.
     *
     * @return which index it is: another value for one that was deleted and made anew, which lacks what was written
     *     before
     */
    String prepare();

    /**
     * The documents whose vectors are most similar to each query's, approximately, the best first; of every shard, or
     * the call fails.
     */
    List<List<EngineDocument>> search(List<EngineQuery> queries);

    /**
     * Writes documents and deletions, durably. One that is older than what the engine holds is left out, and so is one
     * that it holds already: a write may be repeated.
     */
    void write(List<EngineDocument> documents);

    /** Shows to searches everything that was written before, on every shard. */
    void refresh();

    /** Documents that searches see. */
    long count();

    /** What was last written of an item, whether searches see it or not; empty if it is not there. */
    Optional<EngineDocument> document(String itemId);

    /** Names the item of every document that searches see; one that is written meanwhile perhaps twice. */
    void forEachItemId(Consumer<String> ids);

    @Override
    void close();

    /**
     * A search for the most similar documents.
     *
     * @param vector unit vector, not copied
     * @param most how many at most
     * @param filter resolved; what the attributes of a document must be
     * @param excluded whether those are looked for that the filter excludes, instead
     * @param without the item that is not looked for
     * @param threshold score that a document must reach
     * @param exact whether every vector is compared
     */
    record EngineQuery(
            float[] vector,
            int most,
            ItemFilter filter,
            boolean excluded,
            Optional<String> without,
            OptionalDouble threshold,
            boolean exact) {}
}
