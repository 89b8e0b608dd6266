package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class ConsumerLagTest {
    private static Metric metric(String name, String topic, int partition, Object value) {
        return new Metric() {
            @Override
            public MetricName metricName() {
                Map<String, String> tags = Map.of("topic", topic, "partition", String.valueOf(partition));
                return new MetricName(name, "consumer-fetch-manager-metrics", "", tags);
            }

            @Override
            public Object metricValue() {
                return value;
            }
        };
    }

    @Test
    void countsEachPartitionOnce() {
        assertThat(ConsumerLag.of(List.of(
                        metric("records-lag", "catalog.images", 0, 10.0),
                        metric("records-lag", "catalog_images", 0, 10.0), // the same, by its old name
                        metric("records-lag", "catalog.images", 1, 5.0),
                        metric("records-lag", "catalog_images", 1, 5.0),
                        metric("records-lag", "queries", 0, 100.0))))
                .isEqualTo(115);
    }

    @Test
    void leavesOutWhatIsUnknown() {
        assertThat(ConsumerLag.of(List.of(
                        metric("records-lag", "images", 0, Double.NaN),
                        metric("records-lag-max", "images", 0, 7.0),
                        metric("records-lag", "images", 1, 2.0))))
                .isEqualTo(2);
    }
}
