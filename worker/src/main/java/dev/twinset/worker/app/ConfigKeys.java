package dev.twinset.worker.app;

import dev.twinset.contract.topic.Topics;
import dev.twinset.vision.image.ImageLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The settings of a worker: public API, in the order in which they are documented. */
final class ConfigKeys {
    private static final String NAME = "[A-Za-z0-9._-]{1,200}";
    private static final String NAME_RANGE = "1 to 200 letters, digits, dots, dashes or underscores";

    private ConfigKeys() {}

    static List<ConfigKey> all() {
        Topics topics = Topics.DEFAULT;
        return List.of(
                ConfigKey.text(
                        "worker.id",
                        hostName(),
                        NAME_RANGE,
                        NAME,
                        "Stable name of this worker, unique in its group; the default is the host's name."),
                ConfigKey.number(
                        "worker.slots",
                        0,
                        0,
                        4096,
                        "slots",
                        "Above 0, this worker takes the lowest of so many numbers that no other worker in data.dir has:"
                                + " worker.id gets it as its end, data.dir a directory for it. For replicas on one machine that"
                                + " are all started alike."),
                ConfigKey.text(
                        "data.dir",
                        "data",
                        "a directory",
                        ".+",
                        "Where this worker keeps its copy of the features; no other worker may use the same."),
                ConfigKey.text(
                        "model", "", "a file, or empty", ".*", "Model bundle; empty for the one that is built in."),
                ConfigKey.text(
                        "group.prefix",
                        "twinset",
                        NAME_RANGE,
                        NAME,
                        "The consumer group is this, a dot and the model's id; a new model reads the catalogue anew."),
                topic("topics.images", topics.images(), "Uploads and deletions."),
                topic("topics.queries", topics.queries(), "Images that are asked about."),
                topic(
                        "topics.features.prefix",
                        topics.featuresPrefix(),
                        "The feature log of a model is this, a dot and the model's id."),
                topic("topics.recommendations", topics.recommendations(), "The answers."),
                topic("topics.rejected", topics.rejected(), "The dead letters."),
                ConfigKey.number(
                        "extract.threads",
                        Runtime.getRuntime().availableProcessors(),
                        1,
                        256,
                        "threads",
                        "Threads that decode and embed; the default is the number of cores."),
                ConfigKey.number(
                        "image.max.pixels",
                        (int) ImageLimits.DEFAULT.maxPixels(),
                        1,
                        (int) ImageLimits.DEFAULT.maxPixels(),
                        "pixels",
                        "Width times height of an image at most, of a progressive JPEG half of it; each extract thread may"
                                + " need 3 bytes a pixel."),
                ConfigKey.number("batch.max.records", 256, 1, 4096, "records", "Records of one transaction at most."),
                ConfigKey.number(
                        "batch.linger.ms", 10, 0, 1000, "ms", "How long an event may wait for its batch to fill."),
                ConfigKey.number("pipeline.depth", 3, 1, 16, "batches", "Batches in flight at most."),
                ConfigKey.number(
                        "fence.timeout.ms",
                        500,
                        1,
                        60_000,
                        "ms",
                        "How long a search waits for what other workers have committed; past it the answer says"
                                + " complete=false."),
                ConfigKey.number(
                        "store.sync.interval.ms",
                        1000,
                        0,
                        600_000,
                        "ms",
                        "How often the feature store is forced to disk; what is lost in a crash is read again."),
                ConfigKey.text(
                        "http.host",
                        "127.0.0.1",
                        "a name or address of this machine",
                        "[A-Za-z0-9.:_-]{1,253}",
                        "Where metrics and health are served; 0.0.0.0 for every network of this machine."),
                ConfigKey.text(
                        "http.port",
                        "9464",
                        "0 to 65535, or off",
                        "off|0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]",
                        "Port of metrics and health: 0 for any free one, off for none. If this is not set and the default is"
                                + " taken, a free one is used."),
                ConfigKey.text(
                        "log.format",
                        "text",
                        "text or json",
                        "text|json",
                        "Lines for people, or one JSON object a line."));
    }

    private static ConfigKey topic(String name, String standard, String sentence) {
        return ConfigKey.text(name, standard, NAME_RANGE, NAME, sentence);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
        } catch (UnknownHostException e) {
            return "worker";
        }
    }
}
