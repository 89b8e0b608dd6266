package dev.twinset.worker.app;

import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.SecretSettings;
import dev.twinset.worker.kafka.ClientConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings from a file, under those of the environment, under those of the command line. Every fault is reported at
 * once.
 */
final class ConfigReader {
    private static final String KAFKA = "kafka.";
    private static final String ENVIRONMENT = "TWINSET_";
    private static final String KAFKA_ENVIRONMENT = "TWINSET_KAFKA_";

    /** Read by the launcher or other commands, not settings of a worker. */
    private static final Set<String> OTHER_VARIABLES = Set.of(
            "TWINSET_JAVA_OPTS",
            "TWINSET_NO_BUILD",
            "TWINSET_LOG",
            "TWINSET_LOG_KAFKA",
            "TWINSET_BROKER_LOG",
            "TWINSET_DEBUG",
            "TWINSET_BOOTSTRAP");

    private final Map<String, ConfigKey> keys = new LinkedHashMap<>();
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> given = new HashSet<>();
    private final Map<String, String> kafka = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    ConfigReader() {
        for (ConfigKey key : ConfigKeys.all()) {
            keys.put(key.name(), key);
            values.put(key.name(), key.standard());
        }
        kafka.put("bootstrap.servers", "localhost:9092");
    }

    /** @param source where the properties come from, for messages */
    ConfigReader file(Properties properties, String source) {
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> set(name, properties.getProperty(name), source));
        return this;
    }

    /**
     * {@code TWINSET_BATCH_LINGER_MS} for {@code batch.linger.ms}, {@code TWINSET_KAFKA_SASL_MECHANISM} for the
     * clients.
     */
    ConfigReader environment(Map<String, String> environment) {
        Map<String, String> names = new HashMap<>();
        keys.keySet().forEach(name -> names.put(variable(name), name));
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (!variable.startsWith(ENVIRONMENT) || OTHER_VARIABLES.contains(variable)) {
                return;
            }
            if (variable.startsWith(KAFKA_ENVIRONMENT)) {
                String name = variable.substring(KAFKA_ENVIRONMENT.length());
                set(KAFKA + name.toLowerCase(Locale.ROOT).replace('_', '.'), value, variable);
            } else if (names.containsKey(variable)) {
                set(names.getOrDefault(variable, ""), value, variable);
            } else {
                faults.add(variable + ": unknown setting" + nearest(variable, names.keySet()));
            }
        });
        return this;
    }

    /** @param assignments {@code key=value} each */
    ConfigReader assignments(List<String> assignments) {
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                // a secret may follow the key in another way than it should
                faults.add("--set " + assignment.replaceFirst("[^A-Za-z0-9._-].*", "...") + ": expected key=value");
            } else {
                String name = assignment.substring(0, equals).strip();
                secretInSight(name).ifPresent(fault -> faults.add(name + " (--set): " + fault));
                set(name, assignment.substring(equals + 1), "--set");
            }
        }
        return this;
    }

    private static Optional<String> secretInSight(String name) {
        return name.startsWith(KAFKA)
                ? SecretSettings.commandLineFault(KAFKA, name.substring(KAFKA.length()))
                : Optional.empty();
    }

    private void set(String name, String value, String source) {
        String clean = value.strip();
        ConfigKey key = keys.get(name);
        if (key != null) {
            key.check()
                    .fault(clean)
                    .ifPresent(fault -> faults.add(name + " (" + source + "): is \"" + clean + "\", " + fault));
            values.put(name, clean);
            given.add(name);
        } else if (name.startsWith(KAFKA)) {
            setKafka(name.substring(KAFKA.length()), clean, source);
        } else {
            faults.add(name + " (" + source + "): unknown setting" + nearest(name, keys.keySet()));
        }
    }

    private void setKafka(String name, String value, String source) {
        if (ClientConfig.RESERVED.contains(name)) {
            faults.add(KAFKA + name + " (" + source + "): cannot be set, exactly one answer per image rests on it");
        }
        kafka.put(name, value);
    }

    private static String variable(String name) {
        return ENVIRONMENT + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** @throws IllegalArgumentException listing every fault, a line each */
    WorkerConfig read() {
        Map<String, String> clients = SecretSettings.resolve(kafka, KAFKA, faults::add);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "the worker's configuration has " + (faults.size() == 1 ? "a fault" : faults.size() + " faults")
                            + ":\n  " + String.join("\n  ", faults));
        }
        Topics topics = new Topics(
                text("topics.images"),
                text("topics.queries"),
                text("topics.features.prefix"),
                text("topics.recommendations"),
                text("topics.rejected"));
        return new WorkerConfig(
                text("worker.id"),
                number("worker.slots"),
                Path.of(text("data.dir")),
                text("model").isEmpty() ? Optional.empty() : Optional.of(Path.of(text("model"))),
                text("group.prefix"),
                topics,
                number("extract.threads"),
                number("image.max.pixels"),
                number("batch.max.records"),
                Duration.ofMillis(number("batch.linger.ms")),
                number("pipeline.depth"),
                Duration.ofMillis(number("fence.timeout.ms")),
                Duration.ofMillis(number("store.sync.interval.ms")),
                http(),
                LogFormat.of(text("log.format")),
                clients);
    }

    private Optional<HttpConfig> http() {
        if (text("http.port").equals(HttpConfig.OFF)) {
            return Optional.empty();
        }
        return Optional.of(new HttpConfig(text("http.host"), number("http.port"), !given.contains("http.port")));
    }

    private String text(String name) {
        return values.getOrDefault(name, "");
    }

    private int number(String name) {
        return Integer.parseInt(text(name));
    }

    private static String nearest(String name, Set<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String other) -> distance(name, other))
                        .thenComparing(other -> other))
                .map(other -> ", did you mean " + other + "?")
                .orElse("");
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
