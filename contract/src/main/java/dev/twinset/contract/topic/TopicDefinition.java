package dev.twinset.contract.topic;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.topic.TopicSetting.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The required settings of one topic. Its partitions can be chosen once: afterwards keys would move to other
 * partitions, and with them the order of an item's events and what compaction knows of it.
 *
 * @param name the topic
 * @param settings in the order in which people read them
 * @param ordered whether it has one partition, because the order of all its records matters
 */
public record TopicDefinition(String name, List<TopicSetting> settings, boolean ordered) {
    /** From so many copies on, two must have a record before it counts: one broker may die without loss or pause. */
    public static final int SAFE_REPLICATION = 3;

    private static final int SAFE_IN_SYNC = 2;
    private static final String MIN_IN_SYNC = "min.insync.replicas";

    public TopicDefinition {
        requireNonNull(name, "name is null");
        settings = List.copyOf(settings);
    }

    TopicDefinition(String name, List<TopicSetting> settings) {
        this(name, settings, false);
    }

    /** How many partitions a new topic gets where others get {@code usual}. */
    public int partitions(int usual) {
        return ordered ? 1 : usual;
    }

    /** The settings of a new topic. */
    public Map<String, String> initial(int replication) {
        Map<String, String> initial = new LinkedHashMap<>();
        settings.forEach(setting -> initial.put(setting.key(), setting.value()));
        if (replication >= SAFE_REPLICATION) {
            initial.put(MIN_IN_SYNC, String.valueOf(SAFE_IN_SYNC));
        }
        return initial;
    }

    /**
     * Where a topic is not as it should be.
     *
     * @param actual all settings of the topic, defaults included; one that is missing there is not judged
     * @param replication copies of each partition
     */
    public List<TopicDrift> deviations(Map<String, String> actual, int replication) {
        List<TopicSetting> judged = new ArrayList<>(settings);
        judged.addAll(replication < SAFE_REPLICATION ? inSyncOfFew(replication) : inSyncOfMany(replication));
        return judged.stream()
                .filter(setting -> actual.containsKey(setting.key()))
                .flatMap(setting -> setting.judge(actual.getOrDefault(setting.key(), "")).stream())
                .toList();
    }

    private static List<TopicSetting> inSyncOfFew(int replication) {
        return List.of(TopicSetting.required(
                MIN_IN_SYNC,
                Rule.AT_MOST,
                Math.max(1, replication),
                "there are fewer copies, so every write is refused"));
    }

    private static List<TopicSetting> inSyncOfMany(int replication) {
        return List.of(
                TopicSetting.advised(
                        MIN_IN_SYNC,
                        Rule.AT_LEAST,
                        SAFE_IN_SYNC,
                        "a record that only one broker has acknowledged is lost with that broker"),
                TopicSetting.required(
                        MIN_IN_SYNC, Rule.AT_MOST, replication - 1, "every write is refused while one broker is away"));
    }
}
