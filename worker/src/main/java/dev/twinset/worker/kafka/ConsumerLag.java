package dev.twinset.worker.kafka;

import java.util.Collection;
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
        return metrics.stream()
                .filter(metric -> metric.metricName().name().equals("records-lag"))
                .filter(metric -> metric.metricValue() instanceof Double lag && Double.isFinite(lag))
                .mapToDouble(metric -> (Double) metric.metricValue())
                .sum();
    }
}
