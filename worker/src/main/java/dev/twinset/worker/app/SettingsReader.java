package dev.twinset.worker.app;

import static dev.twinset.worker.app.WorkerConfig.KAFKA;
import static dev.twinset.worker.app.WorkerConfig.SETTINGS;
import static java.util.Objects.requireNonNull;

import dev.twinset.console.Spelling;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.kafka.secret.SecretSettings;
import dev.twinset.worker.kafka.ClientConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigValue;

/**
 * Reads settings from a file, overridden by the environment, overridden by the command line. All faults are reported at
 * once, also those of values that another source overrides.
 */
final class SettingsReader {
    private static final String ENVIRONMENT = "TWINSET_";
    private static final String KAFKA_ENVIRONMENT = "TWINSET_KAFKA_";

    /** As the other commands read it. */
    private static final String ADDRESS = "TWINSET_BOOTSTRAP";

    /** Read by the launcher or other commands, not settings of a worker. */
    private static final Set<String> OTHER_VARIABLES = Set.of(
            "TWINSET_JAVA_OPTS",
            "TWINSET_LAUNCHER",
            "TWINSET_NO_BUILD",
            "TWINSET_LOG",
            "TWINSET_LOG_KAFKA",
            "TWINSET_BROKER_LOG",
            "TWINSET_DEBUG",
            ADDRESS);

    private static final String DIRECTORY = "references.directory";

    private static final List<String> S3 = List.of(
            "references.s3.endpoint",
            "references.s3.bucket",
            "references.s3.access.key.file",
            "references.s3.secret.key.file");

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> kafka = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    /** The address of the brokers where no setting says one. */
    private String address = "localhost:9092";

    /** @param source where the properties come from, for messages */
    SettingsReader file(Properties properties, String source) {
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> set(name, properties.getProperty(name), source));
        return this;
    }

    /**
     * {@code TWINSET_BATCH_LINGER_MS} for {@code batch.linger.ms}, {@code TWINSET_KAFKA_SASL_MECHANISM} for the
     * clients.
     */
    SettingsReader environment(Map<String, String> environment) {
        Map<String, String> names = new HashMap<>();
        SETTINGS.names().forEach(name -> names.put(variable(name), name));
        String given = environment.getOrDefault(ADDRESS, "");
        address = given.isBlank() ? address : given;
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
    SettingsReader assignments(List<String> assignments) {
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                // a secret may follow the key in another way than it should
                faults.add("--set " + assignment.replaceFirst("(?s)[^A-Za-z0-9._-].*", "...") + ": expected key=value");
            } else {
                String name = assignment.substring(0, equals).strip();
                commandLineFault(name).ifPresent(fault -> faults.add(name + " (--set): " + fault));
                set(name, assignment.substring(equals + 1), "--set");
            }
        }
        return this;
    }

    /** @throws IllegalArgumentException listing every fault, a line each */
    WorkerConfig read() {
        kafka.putIfAbsent("bootstrap.servers", address);
        checkReferences();
        checkOptions();
        checkStanding();
        Map<String, String> given = new HashMap<>(values);
        SecretSettings.resolve(kafka, KAFKA, faults::add).forEach((name, value) -> given.put(KAFKA + name, value));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "the worker's configuration has " + (faults.size() == 1 ? "a fault" : faults.size() + " faults")
                            + ":\n  " + String.join("\n  ", faults));
        }
        return new WorkerConfig(given);
    }

    /** A folder or a bucket, and of a bucket all that it takes. */
    private void checkReferences() {
        List<String> given = S3.stream().filter(this::isSet).toList();
        if (given.isEmpty()) {
            return;
        }
        if (isSet(DIRECTORY)) {
            faults.add(DIRECTORY + ": set too is " + given.get(0) + "; one of both is enough");
        }
        S3.stream()
                .filter(name -> !isSet(name))
                .forEach(name -> faults.add(name + ": is not set, but " + given.get(0) + " is"));
        given.stream().filter(name -> name.endsWith(".file")).forEach(name -> {
            try {
                SecretSettings.read(values.getOrDefault(name, ""));
            } catch (IOException e) {
                faults.add(name + ": " + e.getMessage());
            }
        });
    }

    private void checkOptions() {
        try {
            AnswerConfig.options(values);
        } catch (RejectedEventException e) {
            faults.add("recommend.*: " + e.getMessage());
        }
    }

    /**
     * The worker that reads an item's events keeps its answer: without a partitioner nobody knows which that is. What a
     * change concerns is found in a copy of all features alone.
     */
    private void checkStanding() {
        if (values.getOrDefault("recommend.standing", "").equals("true")
                && values.getOrDefault("images.partitioner", "").equals("any")) {
            faults.add("recommend.standing: is true, expected false with images.partitioner=any");
        }
        if (values.getOrDefault("recommend.standing", "").equals("true")
                && values.getOrDefault("search.engine", "").equals("opensearch")) {
            faults.add("recommend.standing: is true, expected false with search.engine=opensearch");
        }
    }

    private boolean isSet(String name) {
        return !values.getOrDefault(name, "").isEmpty();
    }

    private void set(String name, String value, String source) {
        String clean = value.strip();
        if (SETTINGS.names().contains(name)) {
            if (!isValid(name, clean)) {
                String range = AllowedValues.of(
                                requireNonNull(SETTINGS.configKeys().get(name)))
                        .range();
                faults.add(name + " (" + source + "): is \"" + clean + "\", expected " + range);
            }
            values.put(name, clean);
        } else if (name.startsWith(KAFKA)) {
            setKafka(name.substring(KAFKA.length()), clean, source);
        } else {
            faults.add(name + " (" + source + "): unknown setting" + nearest(name, SETTINGS.names()));
        }
    }

    private static boolean isValid(String name, String value) {
        return SETTINGS.validate(Map.of(name, value)).stream()
                .map(ConfigValue::errorMessages)
                .allMatch(List::isEmpty);
    }

    private void setKafka(String name, String value, String source) {
        if (ClientConfig.RESERVED.contains(name)) {
            faults.add(KAFKA + name + " (" + source + "): cannot be set, exactly one answer per image rests on it");
        }
        kafka.put(name, value);
    }

    private static Optional<String> commandLineFault(String name) {
        return name.startsWith(KAFKA)
                ? SecretSettings.commandLineFault(KAFKA, name.substring(KAFKA.length()))
                : Optional.empty();
    }

    private static String variable(String name) {
        return ENVIRONMENT + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private static String nearest(String name, Collection<String> known) {
        return Spelling.nearest(name, known)
                .map(other -> ", did you mean " + other + "?")
                .orElse("");
    }
}
