package dev.twinset.worker.kafka;

import dev.twinset.worker.engine.EngineSettings;
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
        return Optional.of(new EngineSettings(
                Stream.of(addresses.split(",")).map(URI::create).toList(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "twinset",
                2,
                1,
                20,
                true,
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                1 << 20,
                100_000));
    }
}
