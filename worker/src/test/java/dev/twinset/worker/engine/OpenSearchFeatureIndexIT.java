package dev.twinset.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.engine.LocalOpenSearch;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.FeatureIndexContractTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract over a real OpenSearch that compares every vector: answers equal brute force. */
final class OpenSearchFeatureIndexIT extends FeatureIndexContractTest {
    @TempDir
    private static Path directory;

    private static LocalOpenSearch server;
    private static int tests;

    private IndexedLog log;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = LocalOpenSearch.start(directory.resolve("engine"), 1, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void createIndex() {
        EngineSettings settings = TestEngineSettings.at(
                        server.addresses().stream().map(URI::create).toArray(URI[]::new))
                .index("contract", 2, 0)
                .exact()
                .build();
        OpenSearchEngine engine = new OpenSearchEngine(settings, "model" + tests++, "log", DIMENSION);
        engine.prepare();
        log = new IndexedLog(engine, settings, DIMENSION, new Random(5));
    }

    @Override
    protected FeatureIndex open() {
        return log.open();
    }

    @Override
    protected int scaled(int size) {
        return size / 10;
    }

    @Override
    protected int steps(int steps) {
        return steps / 4;
    }

    /** Of replaced and deleted items the engine may hold something older, and that is not looked up. */
    @Override
    protected void assertItems(long actual, long expected, String where) {
        assertThat(actual).as(where).isNotNegative();
    }
}
