package dev.twinset.worker.app;

import static dev.twinset.worker.app.AllowedValues.path;
import static dev.twinset.worker.app.AllowedValues.range;
import static dev.twinset.worker.app.AllowedValues.text;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.worker.engine.EngineSettings;
import dev.twinset.worker.kafka.ClientConfig;
import dev.twinset.worker.reference.ReferenceSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of a worker: public API. Each is defined once and read by one method of the same class: here, or in
 * {@link AnswerConfig}, {@link EngineConfig} and {@link ReferenceConfig}. {@code --list-settings} prints the
 * definitions, and tests hold {@code docs/settings.md} and {@code config/worker.properties} to them.
 */
public final class WorkerConfig {
    /** Precedes the settings that are passed through to the Kafka clients. */
    static final String KAFKA = "kafka.";

    private static final AllowedValues NAME =
            text("1 to 200 letters, digits, dots, dashes or underscores", "[A-Za-z0-9._-]{1,200}");
    private static final String PORT =
            "0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]";
    private static final String OFF = "off";
    private static final int MAX_PIXELS = (int) ImageLimits.DEFAULT.maxPixels();

    /** In the order in which they are documented. */
    static final Settings SETTINGS = new Settings();

    static {
        SETTINGS.add(
                "worker.id",
                hostName(),
                NAME,
                "Stable name of this worker, unique in its group; the default is the host's name.");
        SETTINGS.add(
                "worker.slots",
                0,
                range(0, 4096, "slots"),
                "Above 0, this worker takes the lowest number, from 1 to this one, that no other worker of data.dir has. The"
                        + " number is appended to worker.id and names a directory in data.dir. For replicas on one machine"
                        + " that are all started alike.");
        SETTINGS.add(
                "data.dir",
                "data",
                path("a directory", ".+"),
                "Where this worker keeps its copy of the features; each worker needs its own.");
        SETTINGS.add(
                "model",
                ModelBundle.DEFAULT,
                path("accurate, fast, or a file", ".*"),
                "The network: accurate or fast, which are built in, or a model bundle.");
        SETTINGS.add(
                "group.prefix",
                "twinset",
                NAME,
                "The consumer group is this, a dot and the model's id; a new model reads the catalogue again.");
        SETTINGS.add("topics.images", Topics.DEFAULT.images(), NAME, "Uploads and deletions.");
        SETTINGS.add("topics.queries", Topics.DEFAULT.queries(), NAME, "Images to find similar items for.");
        SETTINGS.add(
                "topics.attributes", Topics.DEFAULT.attributes(), NAME, "What is said of items beside their images.");
        SETTINGS.add("topics.models", Topics.DEFAULT.models(), NAME, "Which model answers.");
        SETTINGS.add(
                "topics.features.prefix",
                Topics.DEFAULT.featuresPrefix(),
                NAME,
                "The changelog of a model's features is this, a dot and the model's id.");
        SETTINGS.add("topics.recommendations", Topics.DEFAULT.recommendations(), NAME, "The answers.");
        SETTINGS.add("topics.rejected", Topics.DEFAULT.rejected(), NAME, "The dead letters.");
        SETTINGS.add(
                "images.partitioner",
                "murmur2",
                text("murmur2 or any", "murmur2|any"),
                "The partitioner of all clients that write images: murmur2 is that of Java, and what is in another partition is"
                        + " rejected (WRONG_PARTITION); any accepts every partition, if the clients agree on another partitioner.");
        AnswerConfig.define(SETTINGS);
        SETTINGS.add(
                "extract.threads",
                Runtime.getRuntime().availableProcessors(),
                range(1, 256, "threads"),
                "Threads that decode and embed; the default is the number of cores.");
        SETTINGS.add(
                "image.max.pixels",
                MAX_PIXELS,
                range(1, MAX_PIXELS, "pixels"),
                "Largest width times height of an image; half of it for a progressive JPEG. Each extract thread may need 3"
                        + " bytes a pixel.");
        SETTINGS.add(
                "batch.max.records", 256, range(1, 4096, "records"), "Largest number of records in one transaction.");
        SETTINGS.add(
                "batch.linger.ms",
                0,
                range(0, 1000, "ms"),
                "How long an event may wait for its batch to fill, beyond the time that those before it take.");
        SETTINGS.add("pipeline.depth", 3, range(1, 16, "batches"), "Largest number of batches in flight.");
        SETTINGS.add(
                "fence.timeout.ms",
                500,
                range(1, 60_000, "ms"),
                "How long a search waits for what other workers have committed; after that it goes on, and the answer says"
                        + " complete=false.");
        SETTINGS.add(
                "store.sync.interval.ms",
                1000,
                range(0, 600_000, "ms"),
                "How often the feature store is forced to disk; what is lost in a crash is read again from the changelog.");
        EngineConfig.define(SETTINGS);
        ReferenceConfig.define(SETTINGS);
        SETTINGS.add(
                "http.host",
                "127.0.0.1",
                text("a name or address of this machine", "[A-Za-z0-9.:_-]{1,253}"),
                "Where metrics and health are served; 0.0.0.0 for every network of this machine.");
        SETTINGS.add(
                "http.port",
                "9464",
                text("0 to 65535, or off", OFF + "|" + PORT),
                "Port of metrics and health: 0 for any free one, off for none. If this is not set and the default is taken,"
                        + " a free one is used.");
        SETTINGS.add(
                "log.format",
                "text",
                text("text or json", "text|json"),
                "Lines for people, or one JSON object a line.");
    }

    private final SettingValues values;

    /** @param given valid settings, those of the Kafka clients among them; the others have their defaults */
    WorkerConfig(Map<String, String> given) {
        this.values = new SettingValues(SETTINGS, given);
    }

    /** Stable and unique among the workers of a group. */
    public String workerId() {
        return values.getString("worker.id");
    }

    /** Above 0, id and directory are completed by the number of a {@link WorkerSlot}. */
    public int slots() {
        return values.getInt("worker.slots");
    }

    /** Holds the feature store of this worker and of no other. */
    public Path dataDir() {
        return Path.of(values.getString("data.dir"));
    }

    /** The name of a built-in model, or a bundle's file. */
    public String model() {
        return values.optional("model").orElse(ModelBundle.DEFAULT);
    }

    public String groupPrefix() {
        return values.getString("group.prefix");
    }

    public Topics topics() {
        return new Topics(
                values.getString("topics.images"),
                values.getString("topics.queries"),
                values.getString("topics.attributes"),
                values.getString("topics.models"),
                values.getString("topics.features.prefix"),
                values.getString("topics.recommendations"),
                values.getString("topics.rejected"));
    }

    /** Whether an item's events are accepted in any partition. */
    public boolean anyPartition() {
        return values.getString("images.partitioner").equals("any");
    }

    /** What answers are like unless their events ask for something else. */
    public AnswerOptions answerOptions() {
        return AnswerConfig.options(values);
    }

    /** How long changes wait until the answers that they concern are given afresh; empty for never. */
    public Optional<Duration> standing() {
        return AnswerConfig.standing(values);
    }

    public int extractThreads() {
        return values.getInt("extract.threads");
    }

    /** What an image may cost before it is refused. */
    public ImageLimits imageLimits() {
        ImageLimits all = ImageLimits.DEFAULT;
        int pixels = values.getInt("image.max.pixels");
        return new ImageLimits(all.maxBytes(), all.maxSide(), pixels, Math.max(1, pixels / 2), all.maxScans());
    }

    public int batchRecords() {
        return values.getInt("batch.max.records");
    }

    public Duration batchLinger() {
        return values.millis("batch.linger.ms");
    }

    public int pipelineDepth() {
        return values.getInt("pipeline.depth");
    }

    public Duration fenceTimeout() {
        return values.millis("fence.timeout.ms");
    }

    public Duration syncInterval() {
        return values.millis("store.sync.interval.ms");
    }

    public ReferenceSettings references() {
        return ReferenceConfig.read(values);
    }

    /** The search engine that holds the features; empty if each worker does. */
    public Optional<EngineSettings> engine() {
        return EngineConfig.read(values);
    }

    /** Where metrics and health are served; empty for nowhere. */
    public Optional<HttpConfig> http() {
        String port = values.getString("http.port");
        boolean otherPort = !values.originals().containsKey("http.port");
        return port.equals(OFF)
                ? Optional.empty()
                : Optional.of(new HttpConfig(values.getString("http.host"), Integer.parseInt(port), otherPort));
    }

    public LogFormat logFormat() {
        return LogFormat.of(values.getString("log.format"));
    }

    /** Settings of the Kafka clients, without {@code kafka.} before them. */
    public Map<String, String> kafka() {
        Map<String, String> kafka = new TreeMap<>();
        values.originalsWithPrefix(KAFKA).forEach((name, value) -> kafka.put(name, String.valueOf(value)));
        return kafka;
    }

    /** All settings of its Kafka clients, once the model is known. */
    public ClientConfig clients(String modelId) {
        return new ClientConfig(kafka(), groupPrefix(), modelId, workerId());
    }

    /** The same worker with the id and directory that belong to a slot. */
    public WorkerConfig inSlot(int number) {
        return with(Map.of(
                "worker.id",
                workerId() + "-" + number,
                "worker.slots",
                "0",
                "data.dir",
                dataDir().resolve("slot-" + number).toString()));
    }

    /** The same worker, but for these settings. */
    public WorkerConfig with(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(values.originalsStrings());
        all.putAll(others);
        return new WorkerConfig(all);
    }

    /** The file whose lock holds a slot. */
    public Path slotLock(int number) {
        return dataDir().resolve("slot-" + number + ".lock");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WorkerConfig config && values.equals(config.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Without the settings of the clients: there are passwords among them. */
    @Override
    public String toString() {
        return "WorkerConfig[workerId=" + workerId() + ", dataDir=" + dataDir() + "]";
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
        } catch (UnknownHostException e) {
            return "worker";
        }
    }
}
