package dev.twinset.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A broker in this JVM for all tests of a class: a static field with {@code @RegisterExtension}. */
@SuppressWarnings("NullAway.Init") // set before the first test
public final class BrokerExtension implements BeforeAllCallback, AfterAllCallback {
    private final Map<String, String> settings;
    private Path directory;
    private LocalKafka broker;

    public BrokerExtension() {
        this(Map.of());
    }

    /** @param settings that override ours, such as {@code log.segment.bytes} */
    public BrokerExtension(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("kafka");
        broker = LocalKafka.inProcess(directory, settings);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        broker.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }
}
