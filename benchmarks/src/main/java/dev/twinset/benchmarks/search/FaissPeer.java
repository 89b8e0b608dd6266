package dev.twinset.benchmarks.search;

import dev.twinset.benchmarks.PythonPeer;
import dev.twinset.worker.search.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * FAISS' exact index over the same vectors; its rate is that of searches for all queries, by the better of its two
 * ways.
 */
final class FaissPeer {
    private FaissPeer() {}

    /**
     * Starts it; empty if this Python has no FAISS.
     *
     * @param directory for its files
     */
    static Optional<PythonPeer> start(Path python, Path directory, float[][] vectors, List<Query> queries)
            throws IOException {
        Path rows = PythonPeer.write(directory.resolve("rows.f4"), Arrays.asList(vectors));
        Path asked = PythonPeer.write(
                directory.resolve("queries.f4"),
                queries.stream().map(Query::vector).toList());
        return PythonPeer.start(
                python,
                directory,
                FaissPeer.class,
                "faiss_peer.py",
                1,
                List.of(rows.toString(), asked.toString(), Integer.toString(vectors[0].length)));
    }
}
