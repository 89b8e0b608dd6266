package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.record.EventLimits;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.ClientSettings;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.preflight.cluster.WorkerNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The settings of every Kafka client in a worker: those that exactly-once rests on, under whatever the operator passed
 * through.
 *
 * @param passThrough settings given under {@code kafka.}, without that prefix
 * @param groupPrefix with the model's id the name of the consumer group of its workers
 * @param modelId the model of this worker
 * @param workerId stable name of this worker: with the group it is the transactional id, so that a restart aborts at
 *     once what a killed predecessor left open
 */
public record ClientConfig(Map<String, String> passThrough, String groupPrefix, String modelId, String workerId) {
    /** What a pass-through setting may not change, because the promise of exactly one answer rests on it. */
    public static final Set<String> RESERVED = Set.of(
            "group.id",
            "transactional.id",
            "isolation.level",
            "enable.auto.commit",
            "auto.offset.reset",
            "acks",
            "enable.idempotence",
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer");

    /**
     * How long a consumer or an admin client waits before it asks again for what a broker has not finished, such as the
     * end of a transaction; doubled each time, up to a second. A switch of models waits for it three times, and
     * meanwhile nobody answers, so Kafka's 100 ms are too long.
     */
    private static final int RETRY_BACKOFF_MS = 20;

    /** The largest record that travels, bytes: an image of 8 MiB with its headers. */
    public static final int MAX_RECORD = EventLimits.DEFAULT.recordBytes();

    /** Encoded images of one batch, bytes: with the batches in flight the bound on the heap. */
    public static final long MAX_BATCH = 32L << 20;

    /**
     * Some 800 features, bytes. With Kafka's default, which is 1 MiB of each partition at once, a worker restores a
     * million in twice the time and takes 90 MB more: arrays of that size go straight to the heap's old part.
     */
    private static final int FEATURES_FETCH = 512 << 10;

    /** Some hundred pictures, bytes; the client holds two of them besides the batches. A larger picture comes alone. */
    private static final int IMAGES_FETCH = 1 << 20;

    public ClientConfig {
        passThrough = Map.copyOf(passThrough);
        requireNonNull(groupPrefix, "groupPrefix is null");
        requireNonNull(modelId, "modelId is null");
        requireNonNull(workerId, "workerId is null");
    }

    /** Without the settings: there are passwords among them. */
    @Override
    public String toString() {
        return "ClientConfig[group=" + group() + ", workerId=" + workerId + "]";
    }

    /** Where the operator said that the brokers are, for messages. */
    public String bootstrap() {
        return passThrough.getOrDefault("bootstrap.servers", "?");
    }

    /** The consumer group of the workers of this model. */
    public String group() {
        return group(modelId);
    }

    /** The consumer group of the workers of a model. */
    String group(String model) {
        return groupPrefix + "." + model;
    }

    /** By which whoever changes which model answers keeps others from doing so at the same time. */
    public String modelsTransactionalId() {
        return groupPrefix + "-models";
    }

    /** What the transactional ids of a model's workers begin with. */
    String transactionalIds(String model) {
        return group(model) + "-";
    }

    /** Tells the transactions of this worker from those of every other. */
    public String transactionalId() {
        return transactionalIds(modelId) + workerId;
    }

    /** By which the group's members are told apart. */
    public String uploadsClientId() {
        return workerId + "-uploads";
    }

    /**
     * How long the poll loop may be silent before the group gives its partitions to others.
     *
     * @throws org.apache.kafka.common.config.ConfigException if what was passed through is not a number
     */
    public Duration maxPollInterval() {
        return millis(uploads(1), ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);
    }

    /**
     * After which the brokers abort a transaction of {@link #results}.
     *
     * @throws org.apache.kafka.common.config.ConfigException if what was passed through is not a number
     */
    Duration transactionTimeout() {
        return millis(results(), ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
    }

    private static Duration millis(Map<String, Object> config, String name) {
        Object millis = requireNonNull(ConfigDef.parseType(name, config.get(name), ConfigDef.Type.INT));
        return Duration.ofMillis((Integer) millis);
    }

    public Map<String, Object> uploads(int maxPollRecords) {
        Map<String, Object> config = new HashMap<>();
        config.put("group.protocol", GroupProtocol.CONSUMER.name().toLowerCase(Locale.ROOT));
        // partition i of both topics goes to one worker; the default only counts partitions, and gave one worker of two
        // all images and the other all queries
        config.put("group.remote.assignor", "range");
        config.put("max.partition.fetch.bytes", MAX_RECORD);
        config.put("fetch.max.bytes", IMAGES_FETCH);
        config.put("fetch.max.wait.ms", 10);
        config.put("max.poll.records", maxPollRecords);
        config.put("max.poll.interval.ms", 300_000);
        config.put("retry.backoff.ms", RETRY_BACKOFF_MS);
        config.putAll(known(ConsumerConfig.configNames()));
        config.put("group.id", group());
        config.put("client.id", uploadsClientId());
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        return common(config, IsolationLevel.READ_COMMITTED);
    }

    /** Reads the changelog; no group: every worker reads all of it. */
    Map<String, Object> features() {
        Map<String, Object> config = new HashMap<>();
        config.put("max.poll.records", 10_000);
        config.put("fetch.max.bytes", FEATURES_FETCH);
        config.put("fetch.max.wait.ms", 100); // an empty log answers as soon as there is a record, not after this
        config.putAll(known(ConsumerConfig.configNames()));
        config.put("client.id", workerId + "-features");
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "none"); // a gap is for us to notice: the copy must be rebuilt
        return common(config, IsolationLevel.READ_COMMITTED);
    }

    /** The group of those who copy the changelog into one index of a search engine. */
    public String indexerGroup(String indexId) {
        return groupPrefix + "-index." + modelId + "." + indexId;
    }

    /** Reads the changelog as a member of the group that copies it into an index. */
    Map<String, Object> indexer(String indexId) {
        Map<String, Object> config = new HashMap<>(features());
        config.put("group.protocol", GroupProtocol.CONSUMER.name().toLowerCase(Locale.ROOT));
        config.put("max.poll.records", 1000);
        config.put("group.id", indexerGroup(indexId));
        config.put("client.id", workerId + "-indexer");
        config.put("auto.offset.reset", "earliest");
        return config;
    }

    /** Reads the images' topic beside the group. */
    Map<String, Object> catalog() {
        Map<String, Object> config = new HashMap<>(features());
        config.put("max.partition.fetch.bytes", MAX_RECORD);
        config.put("max.poll.records", 500);
        config.put("client.id", workerId + "-catalog");
        return config;
    }

    /** Asks for high watermarks: an end offset that counts open transactions too. */
    Map<String, Object> watermarks() {
        Map<String, Object> config = new HashMap<>();
        config.put("metadata.max.age.ms", 1_000); // partitions that are added must not go unnoticed
        config.putAll(known(ConsumerConfig.configNames()));
        config.put("client.id", workerId + "-watermarks");
        config.put("enable.auto.commit", false);
        return common(config, IsolationLevel.READ_UNCOMMITTED);
    }

    public Map<String, Object> results() {
        Map<String, Object> config = new HashMap<>(ClientSettings.sizes());
        config.putAll(ClientSettings.transactions());
        config.putAll(known(ProducerConfig.configNames()));
        config.put("client.id", workerId + "-results");
        config.put("transactional.id", transactionalId());
        config.putAll(ClientSettings.keptOnce());
        config.put("enable.metrics.push", false);
        return config;
    }

    /** Writes which model answers. */
    public Map<String, Object> models() {
        Map<String, Object> config = new HashMap<>(results());
        config.put("client.id", workerId + "-models");
        config.put("transactional.id", modelsTransactionalId());
        config.put("transaction.timeout.ms", 10_000); // until it has ended, no worker knows which model answers
        return config;
    }

    public Map<String, Object> admin() {
        Map<String, Object> config = new HashMap<>();
        config.put("retry.backoff.ms", RETRY_BACKOFF_MS);
        config.putAll(known(AdminClientConfig.configNames()));
        config.put("client.id", workerId + "-admin");
        config.put("enable.metrics.push", false);
        return config;
    }

    /**
     * What the checks before a start have to know.
     *
     * @param modelId empty if it is unknown
     */
    public ClusterUse clusterUse(Topics topics, Optional<String> modelId, int maxPollRecords) {
        return new ClusterUse(
                topics,
                modelId.map(id ->
                        new WorkerNames(id, group(), transactionalId(), modelsTransactionalId(), topics.features(id))),
                admin(),
                uploads(maxPollRecords),
                results());
    }

    private static Map<String, Object> common(Map<String, Object> config, IsolationLevel isolation) {
        config.put("isolation.level", isolation.toString());
        config.put("enable.metrics.push", false);
        return config;
    }

    private Map<String, String> known(Set<String> names) {
        Map<String, String> known = new HashMap<>(passThrough);
        // clients complain of a setting they do not know; a name with a further dot may be read by a plugin
        known.keySet().removeIf(name -> !names.contains(name) && EVERY_CLIENT_NAME.contains(name));
        return known;
    }

    private static final Set<String> EVERY_CLIENT_NAME = everyClientName();

    private static Set<String> everyClientName() {
        Set<String> names = new HashSet<>(ConsumerConfig.configNames());
        names.addAll(ProducerConfig.configNames());
        names.addAll(AdminClientConfig.configNames());
        return Set.copyOf(names);
    }
}
