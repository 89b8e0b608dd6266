package dev.twinset.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.benchmarks.PythonPeer;
import dev.twinset.worker.search.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With shell scripts in place of Python. */
class FaissPeerTest {
    @TempDir
    private Path directory;

    @Test
    void aTurnIsAskedForAndAnswered() throws IOException {
        // rows of 2 x 3 floats, queries of 1 x 3
        Path python = python("test $(wc -c <$2) = 24 && test $(wc -c <$3) = 12 && test $4 = 3 && echo ready 1.2"
                + "\nread s; echo 7$s\nread s\nexit 1");
        try (PythonPeer peer = start(python).orElseThrow()) {
            assertThat(peer.version()).isEqualTo("1.2");
            assertThat(peer.rate(0.25)).isEqualTo(70.25);
            assertThatThrownBy(() -> peer.rate(0.25)).hasMessageContaining("has ended");
        }
    }

    @Test
    void withoutPythonOrFaissThereIsNone() throws IOException {
        assertThat(start(directory.resolve("nothing"))).isEmpty();
        Files.delete(directory.resolve("faiss_peer.py"));
        Files.delete(directory.resolve("rows.f4"));
        Files.delete(directory.resolve("queries.f4"));
        assertThat(start(python("echo ModuleNotFoundError >&2; exit 1"))).isEmpty();
    }

    private Optional<PythonPeer> start(Path python) throws IOException {
        List<Query> queries = List.of(new Query(new float[] {0, 0, 1}, Optional.empty()));
        return FaissPeer.start(python, directory, new float[][] {{1, 0, 0}, {0, 1, 0}}, queries);
    }

    private Path python(String body) throws IOException {
        Path python = Files.writeString(directory.resolve("python"), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
    }
}
