package dev.twinset.worker.features;

import java.util.Map;

/**
 * How far the topics are read that the index copies: partition to the next offset to read, where a partition that was
 * never read is missing.
 *
 * @param features of the changelog
 * @param attributes of the topic of attributes
 */
public record LogOffsets(Map<Integer, Long> features, Map<Integer, Long> attributes) {
    public LogOffsets {
        features = Map.copyOf(features);
        attributes = Map.copyOf(attributes);
    }

    /** Of the changelog alone. */
    public static LogOffsets ofFeatures(Map<Integer, Long> features) {
        return new LogOffsets(features, Map.of());
    }

    /** Whether everything before {@code target} is read. */
    public boolean hasReached(LogOffsets target) {
        return hasReached(features, target.features) && hasReached(attributes, target.attributes);
    }

    private static boolean hasReached(Map<Integer, Long> next, Map<Integer, Long> target) {
        return target.entrySet().stream()
                .allMatch(partition -> next.getOrDefault(partition.getKey(), 0L) >= partition.getValue());
    }
}
