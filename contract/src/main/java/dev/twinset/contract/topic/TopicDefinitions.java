package dev.twinset.contract.topic;

import static dev.twinset.contract.topic.TopicSetting.advised;
import static dev.twinset.contract.topic.TopicSetting.initial;
import static dev.twinset.contract.topic.TopicSetting.required;

import dev.twinset.contract.record.EventLimits;
import dev.twinset.contract.topic.TopicSetting.Rule;
import java.time.Duration;
import java.util.List;

/** The required settings of every topic, for those who create topics and those who check them. */
public final class TopicDefinitions {
    /** Of new topics: workers beyond the number of partitions would be idle. */
    public static final int PARTITIONS = 12;

    private static final String CLEANUP = "cleanup.policy";
    private static final String RETENTION = "retention.ms";
    private static final String MAX_MESSAGE = "max.message.bytes";
    private static final String COMPRESSION = "compression.type";
    private static final int RECORD = EventLimits.DEFAULT.recordBytes();

    private TopicDefinitions() {}

    /** The topics that must exist before the first worker starts. */
    public static List<TopicDefinition> events(Topics topics) {
        return List.of(
                images(topics.images()),
                queries(topics.queries()),
                attributes(topics.attributes()),
                models(topics.models()),
                recommendations(topics.recommendations()),
                rejected(topics.rejected()));
    }

    /** The catalogue itself: the latest image of every item stays, so that a new model can be built from it. */
    private static TopicDefinition images(String name) {
        return new TopicDefinition(
                name,
                List.of(
                        required(CLEANUP, Rule.EQUAL, "compact", "images expire, and a new model misses those items"),
                        required(
                                "delete.retention.ms",
                                Rule.AT_LEAST,
                                millis(30),
                                "a worker that was away for longer misses deletions, and recommends what was deleted"),
                        advised(
                                "min.compaction.lag.ms",
                                Rule.AT_LEAST,
                                millis(1),
                                "an upload that is replaced before a worker reads it gets no answer"),
                        required(MAX_MESSAGE, Rule.AT_LEAST, RECORD, "large images are refused"),
                        initial(COMPRESSION, "uncompressed"))); // an image is compressed already
    }

    private static TopicDefinition queries(String name) {
        return new TopicDefinition(
                name,
                List.of(
                        required(CLEANUP, Rule.EQUAL, "delete", "queries are kept forever"),
                        advised(RETENTION, Rule.AT_MOST, millis(1), "every new model answers all old queries again"),
                        required(MAX_MESSAGE, Rule.AT_LEAST, RECORD, "large images are refused"),
                        initial(COMPRESSION, "uncompressed")));
    }

    /** The latest of every item stays; a worker reads all of it when it starts. */
    private static TopicDefinition attributes(String name) {
        return new TopicDefinition(
                name,
                List.of(required(CLEANUP, Rule.EQUAL, "compact", "attributes expire, of items that are still sold")));
    }

    /** Which model answers. */
    private static TopicDefinition models(String name) {
        return new TopicDefinition(
                name, List.of(required(CLEANUP, Rule.EQUAL, "compact", "it is forgotten which model answers")), true);
    }

    /**
     * The changelog of one model. The worker makes it if it is missing, and may; otherwise somebody with the right does
     * beforehand.
     */
    public static TopicDefinition changelog(String name) {
        return new TopicDefinition(
                name,
                List.of(
                        required(CLEANUP, Rule.EQUAL, "compact", "features expire, and their items with them"),
                        initial("min.compaction.lag.ms", Duration.ofMinutes(1).toMillis()),
                        advised(
                                "delete.retention.ms",
                                Rule.AT_LEAST,
                                millis(1),
                                "a worker that was away for half of that time reads the whole topic again")));
    }

    /** The ledger of dead letters that were sent again, made by the first redrive; one partition, and small. */
    public static TopicDefinition redriven(String name) {
        return new TopicDefinition(
                name,
                List.of(required(CLEANUP, Rule.EQUAL, "compact", "marks expire, and their events are sent again")));
    }

    /** A late subscriber still gets the latest answer for every item. */
    private static TopicDefinition recommendations(String name) {
        return new TopicDefinition(
                name,
                List.of(
                        required(
                                CLEANUP,
                                Rule.EQUAL,
                                "compact,delete",
                                "either old answers are kept forever, or the latest ones are not kept for late readers"),
                        advised(RETENTION, Rule.AT_LEAST, millis(7), "late readers miss answers")));
    }

    private static TopicDefinition rejected(String name) {
        return new TopicDefinition(
                name,
                List.of(
                        required(CLEANUP, Rule.EQUAL, "delete", "dead letters replace each other or are kept forever"),
                        advised(RETENTION, Rule.AT_LEAST, millis(30), "there is little time to inspect dead letters"),
                        required(
                                MAX_MESSAGE,
                                Rule.AT_LEAST,
                                RECORD,
                                "a large dead letter stops the worker that must write it")));
    }

    private static long millis(int days) {
        return Duration.ofDays(days).toMillis();
    }
}
