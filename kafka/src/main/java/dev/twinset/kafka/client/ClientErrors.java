package dev.twinset.kafka.client;

import dev.twinset.kafka.errors.KafkaAccessException;
import dev.twinset.kafka.errors.KafkaErrors;
import dev.twinset.kafka.errors.Right;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;

/** Failures of Kafka's clients as exceptions whose message is one sentence. */
public final class ClientErrors {
    private final String servers;
    private final KafkaErrors access;

    ClientErrors(Map<String, Object> clientConfig) {
        servers = servers(clientConfig);
        access = access(clientConfig);
    }

    /** How these settings get into Kafka, for sentences. */
    public static KafkaErrors access(Map<String, Object> clientConfig) {
        return new KafkaErrors(clientConfig, "", Clock.systemUTC());
    }

    /** Where the user said that Kafka is, for sentences. */
    public static String servers(Map<String, Object> clientConfig) {
        return String.valueOf(clientConfig.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    /** The client could not even be created: a setting is wrong, or a name is unknown. */
    public static IOException unusable(Map<String, Object> clientConfig, KafkaException e) {
        Optional<String> why = access(clientConfig).explain(e, List.of());
        if (why.isPresent()) {
            return new KafkaAccessException(why.get(), e);
        }
        Throwable cause = e instanceof ConfigException || e.getCause() == null ? e : e.getCause();
        return new IOException("cannot connect to Kafka at " + servers(clientConfig) + ": " + cause.getMessage(), e);
    }

    public static Throwable cause(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null ? e : cause;
    }

    /** @param needed rights that may be missing */
    IOException refusal(ExecutionException e, List<Right> needed) {
        Throwable cause = cause(e);
        Optional<String> why = access.explain(cause, needed);
        if (why.isPresent()) {
            return new KafkaAccessException(why.get(), cause);
        }
        if (cause instanceof TimeoutException) {
            return isListening() ? slow(cause) : absent(cause);
        }
        return new IOException("Kafka at " + servers + " refuses: " + cause.getMessage(), cause);
    }

    /** Whether a broker may be there that has not answered yet. */
    boolean isListening() {
        return access.isListening();
    }

    IOException absent(Throwable cause) {
        return new IOException(
                "no Kafka broker answers at " + servers
                        + ": start one there (twinset broker starts one), or name another with --bootstrap HOST:PORT"
                        + " (with settings of workers: --set kafka.bootstrap.servers=HOST:PORT)",
                cause);
    }

    private IOException slow(Throwable cause) {
        return new IOException(
                "Kafka at " + servers
                        + " takes connections but did not answer in time: it is starting, or short of CPU;"
                        + " try again, or wait longer with --kafka default.api.timeout.ms=120000"
                        + " (with settings of workers: --set kafka.default.api.timeout.ms=120000)",
                cause);
    }

    IOException lacking(List<Right> rights) {
        return new IOException(access.lacking(rights));
    }

    /** Why no client should be created; see {@link KafkaErrors#misfit()}. */
    Optional<IOException> misfit() {
        return access.misfit().map(IOException::new);
    }

    String servers() {
        return servers;
    }
}
