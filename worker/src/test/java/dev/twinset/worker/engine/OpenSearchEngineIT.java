package dev.twinset.worker.engine;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a real OpenSearch. The tests are nested because the build runs each class on its own, in one of several JVMs:
 * so they share one server.
 */
final class OpenSearchEngineIT {
    @TempDir
    private static Path directory;

    private static OpenSearchServer server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = new OpenSearchServer(directory.resolve("engine"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Nested
    final class Index extends OpenSearchIndexTests {
        Index() {
            super(server);
        }
    }

    @Nested
    final class Write extends OpenSearchWriteTests {
        Write() {
            super(server);
        }
    }

    @Nested
    final class Query extends OpenSearchQueryTests {
        Query() {
            super(server);
        }
    }
}
