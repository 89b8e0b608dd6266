package dev.twinset.worker.app;

import static dev.twinset.worker.app.AllowedValues.path;
import static dev.twinset.worker.app.AllowedValues.range;
import static dev.twinset.worker.app.AllowedValues.text;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.topic.Topics;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.worker.engine.EngineSettings;
import dev.twinset.worker.kafka.ClientConfig;
import dev.twinset.worker.reference.ReferenceSettings;
import dev.twinset.worker.reference.S3Settings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The settings of a worker: public API. Each is defined once, in {@link #SETTINGS}, and read by one method below; this
 * is the class to edit to add one. {@code --list-settings} prints the definitions, and tests hold
 * {@code docs/settings.md} and {@code config/worker.properties} to them.
 */
public final class WorkerConfig {
    /** Precedes the settings that are passed through to the Kafka clients. */
    static final String KAFKA = "kafka.";

    private static final AllowedValues NAME =
            text("1 to 200 letters, digits, dots, dashes or underscores", "[A-Za-z0-9._-]{1,200}");
    private static final String PORT =
            "0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]";
    private static final String OFF = "off";
    private static final String LOCAL = "local";
    private static final AllowedValues TRUE_OR_FALSE = text("true or false", "true|false");
    private static final String ADDRESSES = "https?://[^/?#@,\\s]+/?(\\s*,\\s*https?://[^/?#@,\\s]+/?)*";
    private static final int BULK_BYTES = 5 << 20;
    private static final String OPTION = "recommend.";
    private static final String FLAG = "true or false, or empty";
    private static final int MAX_PIXELS = (int) ImageLimits.DEFAULT.maxPixels();

    /** In the order in which they are documented. */
    static final ConfigDef SETTINGS = new ConfigDef();

    static {
        define(
                "worker.id",
                hostName(),
                NAME,
                "Stable name of this worker, unique in its group; the default is the host's name.");
        define(
                "worker.slots",
                0,
                range(0, 4096, "slots"),
                "Above 0, this worker takes the lowest number, from 1 to this one, that no other worker of data.dir has. The"
                        + " number is appended to worker.id and names a directory in data.dir. For replicas on one machine"
                        + " that are all started alike.");
        define(
                "data.dir",
                "data",
                path("a directory", ".+"),
                "Where this worker keeps its copy of the features; each worker needs its own.");
        define("model", "", path("a file, or empty", ".*"), "Model bundle; empty for the one that is built in.");
        define(
                "group.prefix",
                "twinset",
                NAME,
                "The consumer group is this, a dot and the model's id; a new model reads the catalogue again.");
        define("topics.images", Topics.DEFAULT.images(), NAME, "Uploads and deletions.");
        define("topics.queries", Topics.DEFAULT.queries(), NAME, "Images to find similar items for.");
        define("topics.attributes", Topics.DEFAULT.attributes(), NAME, "What is said of items beside their images.");
        define("topics.models", Topics.DEFAULT.models(), NAME, "Which model answers.");
        define(
                "topics.features.prefix",
                Topics.DEFAULT.featuresPrefix(),
                NAME,
                "The changelog of a model's features is this, a dot and the model's id.");
        define("topics.recommendations", Topics.DEFAULT.recommendations(), NAME, "The answers.");
        define("topics.rejected", Topics.DEFAULT.rejected(), NAME, "The dead letters.");
        define(
                "images.partitioner",
                "murmur2",
                text("murmur2 or any", "murmur2|any"),
                "The partitioner of all clients that write images: murmur2 is that of Java, and what is in another partition is"
                        + " rejected (WRONG_PARTITION); any accepts every partition, if the clients agree on another partitioner.");
        option("recommend.limit", "1 to 100, or empty", "How many items an answer names.");
        option("recommend.score.threshold", "-1 to 1, or empty", "The least score of an item in an answer.");
        option(
                "recommend.filter",
                "a filter, or empty",
                "What the attributes of an item must be: see docs/options.md.");
        option("recommend.fallback", FLAG, "Whether items outside the filter fill up an answer that would be short.");
        option("recommend.group.by", "an attribute, or empty", "Attribute of whose values an answer names few items.");
        option("recommend.group.size", "1 to 100, or empty", "How many of one value of recommend.group.by.");
        option("recommend.diversity", "0 to 1, or empty", "How much an item loses by resembling better ones.");
        option("recommend.why", FLAG, "Whether an answer says how its scores come about.");
        define(
                "recommend.standing",
                "false",
                TRUE_OR_FALSE,
                "Whether an item is answered afresh when another item changes that belongs or belonged in its answer.");
        define(
                "recommend.standing.linger.ms",
                5000,
                range(100, 600_000, "ms"),
                "How long changes wait for others until the answers that they concern are given afresh.");
        define(
                "extract.threads",
                Runtime.getRuntime().availableProcessors(),
                range(1, 256, "threads"),
                "Threads that decode and embed; the default is the number of cores.");
        define(
                "image.max.pixels",
                MAX_PIXELS,
                range(1, MAX_PIXELS, "pixels"),
                "Largest width times height of an image; half of it for a progressive JPEG. Each extract thread may need 3"
                        + " bytes a pixel.");
        define("batch.max.records", 256, range(1, 4096, "records"), "Largest number of records in one transaction.");
        define("batch.linger.ms", 10, range(0, 1000, "ms"), "How long an event may wait for its batch to fill.");
        define("pipeline.depth", 3, range(1, 16, "batches"), "Largest number of batches in flight.");
        define(
                "fence.timeout.ms",
                500,
                range(1, 60_000, "ms"),
                "How long a search waits for what other workers have committed; after that it goes on, and the answer says"
                        + " complete=false.");
        define(
                "store.sync.interval.ms",
                1000,
                range(0, 600_000, "ms"),
                "How often the feature store is forced to disk; what is lost in a crash is read again from the changelog.");
        define(
                "search.engine",
                LOCAL,
                text("local or opensearch", LOCAL + "|opensearch"),
                "Where features are searched: in a copy that each worker keeps, or in an OpenSearch cluster that all share.");
        define(
                "engine.addresses",
                "http://localhost:9200",
                text("http:// or https:// with a host and perhaps a port, separated by commas", ADDRESSES),
                "The cluster; a request goes to another address if one does not answer.");
        define("engine.username", "", text("a name, or empty", ".*"), "User of the cluster; empty for none.");
        define("engine.password.file", "", text("a file, or empty", ".*"), "File with that user's password.");
        define(
                "engine.ca.file",
                "",
                text("a PEM file, or empty", ".*"),
                "Certificates that the cluster's is checked against; empty for those of Java.");
        define(
                "engine.index.prefix",
                "twinset",
                text("lower-case letters, digits and hyphens, a letter first", "[a-z][a-z0-9-]{0,63}"),
                "What the names of its indices begin with; the model's id and the changelog's follow.");
        define("engine.shards", 1, range(1, 1024, "shards"), "Shards of an index that is created.");
        define("engine.replicas", 1, range(0, 10, "replicas"), "Replicas of each shard of an index that is created.");
        define(
                "engine.candidates",
                150,
                range(5, 1000, "items"),
                "How many items the cluster keeps while it walks the graph of vectors; with more it misses fewer.");
        define(
                "engine.exact",
                "false",
                TRUE_OR_FALSE,
                "Whether the cluster compares every vector: slow, and answers are then those of search.engine=local.");
        define(
                "engine.refresh.ms",
                1000,
                range(100, 60_000, "ms"),
                "How often the cluster shows what was written; workers hold what is newer.");
        define("engine.timeout.ms", 5000, range(100, 300_000, "ms"), "How long the cluster may take for a request.");
        define(
                "engine.tail.items",
                200_000,
                range(1, 10_000_000, "items"),
                "Most changes that a worker holds because the cluster does not show them yet; beyond that answers wait.");
        define(
                "references.directory",
                "",
                text("a directory, or empty", ".*"),
                "Mounted folder whose files events may refer to by ce_dataref. References are off unless this or"
                        + " references.s3.endpoint is set.");
        define(
                "references.s3.endpoint",
                "",
                text("http:// or https:// with a host and perhaps a port, or empty", "(https?://[^/?#@\\s]+/?)?"),
                "S3-compatible store that has the bucket whose objects events may refer to, in place of a folder.");
        define("references.s3.bucket", "", text("a bucket, or empty", "([A-Za-z0-9._-]{3,255})?"), "That bucket.");
        define("references.s3.region", "us-east-1", text("a region", "[A-Za-z0-9-]{1,63}"), "That bucket's region.");
        define(
                "references.s3.access.key.file",
                "",
                text("a file, or empty", ".*"),
                "File with the id of the access key, which needs s3:GetObject and s3:ListBucket.");
        define("references.s3.secret.key.file", "", text("a file, or empty", ".*"), "File with that key's secret.");
        define(
                "references.timeout.ms",
                5000,
                range(100, 30_000, "ms"),
                "How long the image that an event refers to may take to arrive.");
        define(
                "http.host",
                "127.0.0.1",
                text("a name or address of this machine", "[A-Za-z0-9.:_-]{1,253}"),
                "Where metrics and health are served; 0.0.0.0 for every network of this machine.");
        define(
                "http.port",
                "9464",
                text("0 to 65535, or off", OFF + "|" + PORT),
                "Port of metrics and health: 0 for any free one, off for none. If this is not set and the default is taken,"
                        + " a free one is used.");
        define("log.format", "text", text("text or json", "text|json"), "Lines for people, or one JSON object a line.");
    }

    /** A default of an option of events, checked as an event's is: empty for the one that is built in. */
    private static void option(String name, String range, String sentence) {
        define(name, "", text(range, ".*"), sentence + " An event may ask for another.");
    }

    private static void define(String name, Object standard, AllowedValues allowed, String sentence) {
        SETTINGS.define(name, standard instanceof Integer ? INT : STRING, standard, allowed, MEDIUM, sentence);
    }

    private final AbstractConfig values;

    /** @param given valid settings, those of the Kafka clients among them; the others have their defaults */
    WorkerConfig(Map<String, String> given) {
        this.values = new AbstractConfig(SETTINGS, given, false);
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

    /** A bundle's file; empty for the bundle that is built in. */
    public Optional<Path> model() {
        return optional("model").map(Path::of);
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
        try {
            return answerOptions(values.originalsStrings());
        } catch (RejectedEventException e) {
            throw new IllegalStateException("a setting was not checked", e);
        }
    }

    /** @throws RejectedEventException if the settings that begin with {@code recommend.} are no options */
    static AnswerOptions answerOptions(Map<String, String> settings) throws RejectedEventException {
        Map<String, String> options = new HashMap<>();
        settings.forEach((name, value) -> {
            if (name.startsWith(OPTION) && !value.isEmpty()) {
                options.put(name.substring(OPTION.length()).replace(".", ""), value);
            }
        });
        return AnswerOptions.of(options, AnswerOptions.DEFAULT);
    }

    /** How long changes wait until the answers that they concern are given afresh; empty for never. */
    public Optional<Duration> standing() {
        return values.getString("recommend.standing").equals("true")
                ? Optional.of(millis("recommend.standing.linger.ms"))
                : Optional.empty();
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
        return millis("batch.linger.ms");
    }

    public int pipelineDepth() {
        return values.getInt("pipeline.depth");
    }

    public Duration fenceTimeout() {
        return millis("fence.timeout.ms");
    }

    public Duration syncInterval() {
        return millis("store.sync.interval.ms");
    }

    public ReferenceSettings references() {
        Optional<Path> directory = optional("references.directory").map(Path::of);
        Optional<S3Settings> s3 = optional("references.s3.endpoint")
                .map(endpoint -> new S3Settings(
                        URI.create(endpoint),
                        values.getString("references.s3.bucket"),
                        values.getString("references.s3.region"),
                        values.getString("references.s3.access.key.file"),
                        values.getString("references.s3.secret.key.file")));
        return new ReferenceSettings(directory, s3, millis("references.timeout.ms"));
    }

    /** The search engine that holds the features; empty if each worker does. */
    public Optional<EngineSettings> engine() {
        if (values.getString("search.engine").equals(LOCAL)) {
            return Optional.empty();
        }
        return Optional.of(new EngineSettings(
                Stream.of(values.getString("engine.addresses").split(","))
                        .map(address -> URI.create(address.strip()))
                        .toList(),
                optional("engine.username"),
                optional("engine.password.file").map(Path::of),
                optional("engine.ca.file").map(Path::of),
                values.getString("engine.index.prefix"),
                values.getInt("engine.shards"),
                values.getInt("engine.replicas"),
                values.getInt("engine.candidates"),
                values.getString("engine.exact").equals("true"),
                millis("engine.refresh.ms"),
                millis("engine.timeout.ms"),
                BULK_BYTES,
                values.getInt("engine.tail.items")));
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

    private Optional<String> optional(String name) {
        return Optional.of(values.getString(name)).filter(text -> !text.isEmpty());
    }

    private Duration millis(String name) {
        return Duration.ofMillis(values.getInt(name));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
        } catch (UnknownHostException e) {
            return "worker";
        }
    }
}
