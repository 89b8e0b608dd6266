package dev.twinset.worker.kafka;

import dev.twinset.worker.engine.EngineSettings;
import dev.twinset.worker.engine.TestEngineSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** How the workers of tests use an engine: it compares every vector, so that answers can be repeated. */
final class TestEngine {
    private TestEngine() {}

    /** @param addresses separated by commas; empty for no engine */
    static Optional<EngineSettings> settings(String addresses) {
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(TestEngineSettings.at(
                        Stream.of(addresses.split(",")).map(URI::create).toArray(URI[]::new))
                .index("twinset", 2, 1)
                .exact()
                .times(Duration.ofMillis(500), Duration.ofSeconds(5))
                .build());
    }
}
