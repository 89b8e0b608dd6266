package dev.twinset.worker.kafka;

import dev.twinset.worker.features.LogOffsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The topics that every worker reads in full, beside its share of the events.
 *
 * @param features the changelog
 * @param attributes what is said of items beside their images
 * @param models which model answers
 */
record FollowedTopics(List<TopicPartition> features, List<TopicPartition> attributes, TopicPartition models) {
    FollowedTopics {
        features = List.copyOf(features);
        attributes = List.copyOf(attributes);
    }

    List<TopicPartition> all() {
        List<TopicPartition> all = new ArrayList<>(features);
        all.addAll(attributes);
        all.add(models);
        return all;
    }

    /** The offsets of the changelog's partitions among these. */
    Map<Integer, Long> features(Map<TopicPartition, Long> offsets) {
        return of(features, offsets);
    }

    /** The offsets of the attributes' partitions among these. */
    Map<Integer, Long> attributes(Map<TopicPartition, Long> offsets) {
        return of(attributes, offsets);
    }

    /** The offsets of the topics that the index copies among these. */
    LogOffsets copied(Map<TopicPartition, Long> offsets) {
        return new LogOffsets(features(offsets), attributes(offsets));
    }

    private static Map<Integer, Long> of(List<TopicPartition> partitions, Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> some = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Long offset = offsets.get(partition);
            if (offset != null) {
                some.put(partition.partition(), offset);
            }
        }
        return some;
    }
}
