package dev.twinset.kafka.secret;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/**
 * Reads the secrets of a Kafka client's settings from files, as Docker and Kubernetes provide them:
 *
 * <pre>
 * NAME.file            the setting NAME is the content of this file, without a trailing line end
 * sasl.username        with sasl.password (or sasl.password.file): the login of PLAIN and SCRAM,
 *                      in place of a sasl.jaas.config that holds both
 * </pre>
 *
 * A file is read once, at the start. No reported fault holds a value.
 */
public final class SecretSettings {
    private static final String VARIABLE = "TWINSET_KAFKA_";
    private static final String FILE = ".file";
    private static final String USERNAME = "sasl.username";
    private static final String PASSWORD = "sasl.password";
    private static final String MECHANISM = "sasl.mechanism";
    private static final String JAAS = "sasl.jaas.config";

    /** A chain of certificates has some thousand bytes. */
    private static final int MAX_BYTES = 1 << 20;

    private static final Map<String, ConfigDef.Type> KNOWN = known();

    /** Kafka hides these as it does passwords, but everybody may see them. */
    private static final Set<String> NOT_SECRET =
            Set.of("ssl.keystore.certificate.chain", "ssl.truststore.certificates");

    private final Map<String, String> settings;
    private final String prefix;
    private final Consumer<String> faults;

    private SecretSettings(Map<String, String> given, String prefix, Consumer<String> faults) {
        this.settings = new TreeMap<>(given);
        this.prefix = requireNonNull(prefix, "prefix is null");
        this.faults = requireNonNull(faults, "faults is null");
    }

    /**
     * The settings as Kafka's clients take them.
     *
     * @param prefix before the names of settings where the user writes them, such as {@code kafka.}
     * @param faults receives each fault as one sentence
     */
    public static Map<String, String> resolve(Map<String, String> given, String prefix, Consumer<String> faults) {
        SecretSettings secrets = new SecretSettings(given, prefix, faults);
        secrets.readFiles();
        secrets.login();
        return Map.copyOf(secrets.settings);
    }

    /** {@code TWINSET_KAFKA_SASL_MECHANISM} is {@code sasl.mechanism}. */
    public static Map<String, String> fromEnvironment(Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(VARIABLE)) {
                String name = variable.substring(VARIABLE.length());
                settings.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value.strip());
            }
        });
        return settings;
    }

    /** Whether the setting's value is a secret. */
    public static boolean isSecret(String name) {
        boolean password = KNOWN.get(name) == ConfigDef.Type.PASSWORD && !NOT_SECRET.contains(name);
        return password
                || name.equals(PASSWORD)
                || name.toLowerCase(Locale.ROOT).matches(".*(password|secret)");
    }

    /**
     * What is wrong with a secret on the command line; empty if the setting is not one.
     *
     * @param prefix as the user writes it
     * @param name without the prefix
     */
    public static Optional<String> commandLineFault(String prefix, String name) {
        return isSecret(name)
                ? Optional.of("a secret on the command line is seen by every user of this machine: write it to a file"
                        + " and set " + prefix + name + FILE + "=FILE")
                : Optional.empty();
    }

    private void readFiles() {
        for (Map.Entry<String, String> entry : new TreeMap<>(settings).entrySet()) {
            String name = entry.getKey();
            if (name.endsWith(FILE) && !KNOWN.containsKey(name)) {
                settings.remove(name);
                readFile(name, name.substring(0, name.length() - FILE.length()), entry.getValue());
            }
        }
    }

    private void readFile(String fileName, String name, String file) {
        String said = prefix + fileName + ": ";
        if (!KNOWN.containsKey(name) && !name.equals(PASSWORD) && !name.equals(USERNAME)) {
            faults.accept(said + "no Kafka client has a setting " + name);
        } else if (settings.containsKey(name)) {
            faults.accept(said + "set too is " + prefix + name + "; one of both is enough");
        } else {
            try {
                settings.put(name, read(file));
            } catch (IOException e) {
                faults.accept(said + e.getMessage());
            }
        }
    }

    /**
     * The content of a secret's file, without a trailing line end.
     *
     * @throws IOException if it cannot be read; the message names the file and holds nothing of its content
     */
    public static String read(String file) throws IOException {
        try {
            return content(Path.of(file));
        } catch (IOException | RuntimeException e) {
            throw new IOException(reason(file, e), e);
        }
    }

    private static String content(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("is a directory");
        }
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new IOException("has " + size + " bytes, expected at most " + MAX_BYTES);
        }
        String value = Files.readString(file).replaceFirst("\\R\\z", "");
        if (value.isEmpty()) {
            throw new IOException("is empty");
        }
        return value;
    }

    private static String reason(String file, Exception e) {
        return e instanceof NoSuchFileException
                ? "there is no file " + file
                : "the file " + file + " cannot be read: "
                        + (e.getMessage() == null || e.getMessage().equals(file)
                                ? e instanceof AccessDeniedException ? "permission denied" : "the disk does not give it"
                                : e.getMessage());
    }

    private void login() {
        String user = settings.remove(USERNAME);
        String password = settings.remove(PASSWORD);
        if (user == null && password == null) {
            checkJaas(settings.getOrDefault(JAAS, ""));
            return;
        }
        String mechanism = settings.getOrDefault(MECHANISM, "");
        Optional<String> module = module(mechanism);
        if (user == null || password == null) {
            faults.accept(prefix + (user == null ? USERNAME : PASSWORD) + ": is not set, but " + prefix
                    + (user == null ? PASSWORD : USERNAME) + " is");
        } else if (settings.containsKey(JAAS)) {
            faults.accept(prefix + USERNAME + ": set too is " + prefix + JAAS + "; one of both is enough");
        } else if (module.isEmpty()) {
            faults.accept(prefix + MECHANISM + ": is \"" + mechanism + "\", expected SCRAM-SHA-512, SCRAM-SHA-256 or"
                    + " PLAIN for a user name and a password");
        } else {
            settings.put(
                    JAAS,
                    module.get() + " required username=\"" + quoted(user) + "\" password=\"" + quoted(password)
                            + "\";");
        }
    }

    /** Checked here, because Kafka's message about a malformed entry quotes parts of it. */
    private void checkJaas(String entry) {
        if (entry.isEmpty() || entry.contains("${")) { // what Kafka's config.providers put there is not known yet
            return;
        }
        try {
            JaasContext.loadClientContext(Map.of(JAAS, new Password(entry)));
        } catch (RuntimeException e) {
            faults.accept(prefix + JAAS + ": is malformed, expected MODULE required name=\"value\" ...; (or set "
                    + prefix + USERNAME + " and " + prefix + PASSWORD + FILE + " in its place)");
        }
    }

    private static Optional<String> module(String mechanism) {
        String modules = "org.apache.kafka.common.security.";
        if (mechanism.equals("PLAIN")) {
            return Optional.of(modules + "plain.PlainLoginModule");
        }
        return mechanism.matches("SCRAM-SHA-(256|512)")
                ? Optional.of(modules + "scram.ScramLoginModule")
                : Optional.empty();
    }

    /** Within the quotes of a JAAS entry, which is read as Java text is. */
    private static String quoted(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static Map<String, ConfigDef.Type> known() {
        Map<String, ConfigDef.Type> types = new HashMap<>();
        for (ConfigDef definition :
                Set.of(AdminClientConfig.configDef(), ConsumerConfig.configDef(), ProducerConfig.configDef())) {
            definition.configKeys().forEach((name, key) -> types.put(name, key.type));
        }
        return Map.copyOf(types);
    }
}
