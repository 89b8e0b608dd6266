package dev.twinset.producer.command;

import dev.twinset.contract.Topics;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Which Kafka, how to reach it and by which names its topics go. */
final class KafkaOptions {
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    private static final String DEFAULT_BOOTSTRAP = "localhost:9092";

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka's address, several with commas. Default: $TWINSET_BOOTSTRAP, else localhost:9092.")
    private Optional<String> bootstrap = Optional.empty();

    @Option(
            names = "--kafka",
            paramLabel = "KEY=VALUE",
            description = "A setting of the Kafka client, such as security.protocol=SSL. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description =
                    "Settings of the Kafka client as a properties file, the place for secrets; --kafka goes before.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--images-topic", defaultValue = "catalog.images", paramLabel = "TOPIC", description = DEFAULT)
    private String images = "";

    @Option(names = "--queries-topic", defaultValue = "catalog.queries", paramLabel = "TOPIC", description = DEFAULT)
    private String queries = "";

    @Option(
            names = "--recommendations-topic",
            defaultValue = "catalog.recommendations",
            paramLabel = "TOPIC",
            description = DEFAULT)
    private String recommendations = "";

    @Option(
            names = "--rejected-topic",
            defaultValue = "catalog.images.rejected",
            paramLabel = "TOPIC",
            description = DEFAULT)
    private String rejected = "";

    private static final String DEFAULT = "Default: ${DEFAULT-VALUE}.";

    /** Later ones go before: the file, {@code --kafka}, {@code --bootstrap}; the environment only where none says. */
    Map<String, Object> clientConfig() throws IOException {
        Map<String, Object> config = new HashMap<>();
        if (file.isPresent()) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file.get())) {
                properties.load(reader);
            }
            properties.forEach((key, value) -> config.put(String.valueOf(key), value));
        }
        config.putAll(settings);
        bootstrap.ifPresent(servers -> config.put(BOOTSTRAP_SERVERS, servers));
        String environment = System.getenv().getOrDefault("TWINSET_BOOTSTRAP", "");
        config.putIfAbsent(BOOTSTRAP_SERVERS, environment.isBlank() ? DEFAULT_BOOTSTRAP : environment);
        return config;
    }

    Topics topics() {
        return new Topics(images, queries, Topics.DEFAULT.featuresPrefix(), recommendations, rejected);
    }
}
