package dev.twinset.worker.engine;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to reach the engine, and what its index is like.
 *
 * @param addresses {@code http} or {@code https}, without a path
 * @param username empty for none
 * @param passwordFile whose first line is the password
 * @param caFile certificates in PEM that the engine's certificate is checked against; empty for those of Java
 * @param indexPrefix of the names of indices and aliases
 * @param shards of an index that is created
 * @param replicas of an index that is created
 * @param candidates that the engine keeps while it walks the graph; a search brings at most so many unless it needs
 *     more
 * @param exact whether searches compare every vector
 * @param refresh between two refreshes
 * @param timeout of a request
 * @param bulkBytes of one bulk request, about
 * @param tailItems items newer than what the engine shows, in memory; beyond that the worker waits for the engine
 */
public record EngineSettings(
        List<URI> addresses,
        Optional<String> username,
        Optional<Path> passwordFile,
        Optional<Path> caFile,
        String indexPrefix,
        int shards,
        int replicas,
        int candidates,
        boolean exact,
        Duration refresh,
        Duration timeout,
        int bulkBytes,
        int tailItems) {
    public EngineSettings {
        addresses = List.copyOf(addresses);
    }

    /** For somebody who asks at other addresses, and waits another time for answers. */
    public EngineSettings with(List<URI> others, Duration otherTimeout) {
        return new EngineSettings(
                others,
                username,
                passwordFile,
                caFile,
                indexPrefix,
                shards,
                replicas,
                candidates,
                exact,
                refresh,
                otherTimeout,
                bulkBytes,
                tailItems);
    }
}
