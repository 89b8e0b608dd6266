package dev.twinset.producer.command;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.secret.SecretSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which Kafka, how to reach it and by which names its topics go. */
final class KafkaOptions {
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    private static final String DEFAULT_BOOTSTRAP = "localhost:9092";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description =
                    "Kafka's address; separate several with commas. Default: $TWINSET_BOOTSTRAP, else localhost:9092.")
    private Optional<String> bootstrap = Optional.empty();

    @Option(
            names = "--kafka",
            paramLabel = "KEY=VALUE",
            description =
                    "A setting of the Kafka client, such as security.protocol=SSL. May be repeated. NAME.file=FILE"
                            + " reads the value from a file; use it for secrets.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Properties file with Kafka client settings, overridden by TWINSET_KAFKA_... variables and by"
                    + " --kafka.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--images-topic", defaultValue = "catalog.images", paramLabel = "TOPIC", description = DEFAULT)
    private String images = "";

    @Option(names = "--queries-topic", defaultValue = "catalog.queries", paramLabel = "TOPIC", description = DEFAULT)
    private String queries = "";

    @Option(
            names = "--attributes-topic",
            defaultValue = "catalog.attributes",
            paramLabel = "TOPIC",
            description = DEFAULT)
    private String attributes = "";

    @Option(names = "--models-topic", defaultValue = "catalog.models", paramLabel = "TOPIC", description = DEFAULT)
    private String models = "";

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

    /**
     * Later ones go before: the file, the environment, {@code --kafka}, {@code --bootstrap}; secrets are read from
     * their files.
     */
    Map<String, Object> clientConfig() throws IOException {
        return clientConfig(System.getenv());
    }

    Map<String, Object> clientConfig(Map<String, String> environment) throws IOException {
        Map<String, String> config = new HashMap<>();
        if (file.isPresent()) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file.get())) {
                properties.load(reader);
            } catch (CharacterCodingException e) {
                throw new IOException(file.get() + " is not UTF-8: save it as UTF-8", e);
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        file.get() + " cannot be read: " + e.getMessage() + " Write \\\\ there for a backslash", e);
            }
            properties.stringPropertyNames().forEach(name -> config.put(name, properties.getProperty(name)));
        }
        config.putAll(SecretSettings.fromEnvironment(environment));
        settings.keySet().forEach(this::refuseSecret);
        config.putAll(settings);
        bootstrap.ifPresent(servers -> config.put(BOOTSTRAP_SERVERS, servers));
        String address = environment.getOrDefault("TWINSET_BOOTSTRAP", "");
        config.putIfAbsent(BOOTSTRAP_SERVERS, address.isBlank() ? DEFAULT_BOOTSTRAP : address);
        return Map.copyOf(resolved(config));
    }

    private static Map<String, String> resolved(Map<String, String> config) throws IOException {
        List<String> faults = new ArrayList<>();
        Map<String, String> resolved = SecretSettings.resolve(config, "", faults::add);
        if (!faults.isEmpty()) {
            throw new IOException("the settings for Kafka are wrong: " + String.join("; ", faults));
        }
        return resolved;
    }

    private void refuseSecret(String name) {
        SecretSettings.commandLineFault("", name).ifPresent(fault -> {
            throw new ParameterException(requireNonNull(spec).commandLine(), "--kafka " + name + ": " + fault);
        });
    }

    Topics topics() {
        return new Topics(
                images, queries, attributes, models, Topics.DEFAULT.featuresPrefix(), recommendations, rejected);
    }
}
