package dev.twinset.worker.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;

/** How far a consumer is behind, from its own metrics: nothing is asked of a broker, and any thread may look. */
final class ConsumerLag {
    private ConsumerLag() {}

    /** Records of its partitions, as far as the consumer knows, that {@code poll} has not yet returned. */
    static double of(Consumer<?, ?> consumer) {
        return of(consumer.metrics().values());
    }

    static double of(Collection<? extends Metric> metrics) {
        Map<List<String>, Double> lags = new HashMap<>();
        for (Metric metric : metrics) {
            if (metric.metricName().name().equals("records-lag")
                    && metric.metricValue() instanceof Double lag
                    && Double.isFinite(lag)) {
                lags.put(partition(metric), lag);
            }
        }
        return lags.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** If a topic has dots in its name, Kafka counts its partitions twice: also with underscores in their place. */
    private static List<String> partition(Metric metric) {
        Map<String, String> tags = metric.metricName().tags();
        return List.of(tags.getOrDefault("topic", "").replace('.', '_'), tags.getOrDefault("partition", ""));
    }
}
