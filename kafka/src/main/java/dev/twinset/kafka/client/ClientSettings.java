package dev.twinset.kafka.client;

import dev.twinset.contract.record.EventLimits;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Our settings of Kafka's clients; what the user gives goes before them, except where that would break us. */
public final class ClientSettings {
    /** The largest image with its key and headers. */
    static final int MAX_REQUEST_BYTES = EventLimits.DEFAULT.recordBytes();

    private static final int BATCH_BYTES = 256 * 1024;
    private static final long IN_FLIGHT_BYTES = 64L * 1024 * 1024;

    private static final int REQUEST_TIMEOUT_MILLIS = 15_000;

    private ClientSettings() {}

    static Map<String, Object> admin(Map<String, Object> user) {
        Map<String, Object> settings = common("twinset-admin");
        // brokers on a machine that is short of CPU answer late; see ClusterAdmin for brokers that are not there
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 60_000);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, requestTimeout(user));
        settings.putAll(user);
        return settings;
    }

    /** A client refuses to wait longer for a request than for the whole call. */
    private static int requestTimeout(Map<String, Object> user) {
        try {
            Object whole = user.get(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG);
            return Math.min(REQUEST_TIMEOUT_MILLIS, Integer.parseInt(String.valueOf(whole)));
        } catch (NumberFormatException e) {
            return REQUEST_TIMEOUT_MILLIS; // not given, or not a number: which the client reports
        }
    }

    static Map<String, Object> producer(Map<String, Object> user, String clientId) {
        Map<String, Object> settings = common(clientId);
        settings.putAll(sizes());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 60_000L);
        settings.putAll(user);
        settings.putAll(keptOnce());
        return settings;
    }

    /** How much a producer sends at once and holds; a user may change it. */
    public static Map<String, Object> sizes() {
        return Map.of(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                MAX_REQUEST_BYTES,
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH_BYTES,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                IN_FLIGHT_BYTES,
                // on a new topic a leader may refuse the first batch and accept the second; the first then
                // never fits again
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1);
    }

    /** No user may change these: an acknowledged record must be kept, and kept once. */
    public static Map<String, Object> keptOnce() {
        return Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    }

    /** Timeouts of a transactional producer; without a transactional id. */
    public static Map<String, Object> transactions() {
        return Map.of(
                // an open transaction of a killed process blocks every reader of the topics for this long
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                15_000,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                // the first sends of a transaction wait for the markers of the one before in steps of this
                // (KAFKA-20000)
                ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
                5L);
    }

    /**
     * A transactional producer that only one process can use at a time: the latest to start.
     *
     * @param transactionalId names the work that must not be done twice
     */
    public static Map<String, Object> transactional(Map<String, Object> user, String clientId, String transactionalId) {
        Map<String, Object> settings = producer(user, clientId);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.putAll(transactions());
        return settings;
    }

    public static Map<String, Object> consumer(Map<String, Object> user) {
        Map<String, Object> settings = common("twinset-watch");
        // by default a fetch brings a mebibyte of each partition, which the heap must hold twice
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1 << 20);
        settings.putAll(user);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // a position that retention has overtaken moves on to what is still there
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return settings;
    }

    private static Map<String, Object> common(String clientId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        settings.put("enable.metrics.push", false);
        return settings;
    }
}
