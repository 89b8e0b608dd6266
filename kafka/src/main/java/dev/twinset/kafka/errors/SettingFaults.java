package dev.twinset.kafka.errors;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.UnrecoverableKeyException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.InvalidConfigurationException;

/**
 * Why a client could not be created. Kafka's message about a login entry may hold parts of a password, so it is not
 * repeated.
 */
final class SettingFaults {
    private static final Pattern LOAD = Pattern.compile("Failed to load SSL keystore (.+) of type (\\S+)");
    private static final String TRUST = "ssl.truststore";
    private static final String KEY = "ssl.keystore";

    private final Map<String, ?> settings;
    private final String prefix;

    /** @param prefix before the names of settings where the user writes them */
    SettingFaults(Map<String, ?> settings, String prefix) {
        this.settings = settings;
        this.prefix = prefix;
    }

    /** A whole sentence; empty if no setting is at fault. */
    Optional<String> explain(Throwable failure) {
        Optional<Matcher> load = Causes.of(failure)
                .map(cause -> LOAD.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .findFirst();
        if (load.isPresent()) {
            return Optional.of(unloadable(load.get().group(1), load.get().group(2), failure));
        }
        if (Causes.first(failure, UnrecoverableKeyException.class).isPresent()) {
            return Optional.of("the key in " + settings.get(KEY + ".location") + " cannot be opened: "
                    + "the key's password is wrong; check " + prefix + "ssl.key.password");
        }
        if (Causes.anySays(failure, text -> text.contains("JAAS") || text.contains("LoginModule"))) {
            return Optional.of("the login for Kafka is unusable: set " + prefix + "sasl.mechanism, " + prefix
                    + "sasl.username and " + prefix + "sasl.password.file, or correct " + prefix
                    + "sasl.jaas.config (MODULE required name=\"value\" ...;)");
        }
        return Causes.first(failure, InvalidConfigurationException.class)
                .map(cause -> "the Kafka settings cannot be used: " + cause.getMessage());
    }

    private String unloadable(String file, String type, Throwable failure) {
        String store = file.equals(String.valueOf(settings.get(TRUST + ".location"))) ? TRUST : KEY;
        String what = store.equals(TRUST) ? "trust store " : "key store ";
        String location = prefix + store + ".location";
        if (Causes.first(failure, NoSuchFileException.class).isPresent()) {
            return "there is no " + what + file + "; check " + location;
        }
        if (Causes.first(failure, AccessDeniedException.class).isPresent()) {
            return "the " + what + file + " may not be read by this user; change its owner or rights (" + location
                    + ")";
        }
        if (Causes.anySays(failure, text -> text.contains("password was incorrect"))) {
            return "the " + what + file + " cannot be opened: its password is wrong; check " + prefix + store
                    + ".password";
        }
        String reason = Causes.first(failure, IOException.class)
                .map(cause -> String.valueOf(cause.getMessage()))
                .orElseGet(() -> Causes.root(failure));
        return "the " + what + file + " is not a store of type " + type + " (" + reason + "); check " + location
                + " and " + prefix + store + ".type";
    }
}
