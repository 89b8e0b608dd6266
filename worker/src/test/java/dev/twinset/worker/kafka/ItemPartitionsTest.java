package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.worker.features.LogIdentity;
import dev.twinset.worker.preflight.Changelog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ItemPartitionsTest {
    private static final byte[] KEY = "item-7".getBytes(UTF_8);
    private static final byte[] VALUE = {1, 2};

    private static ItemPartitions partitions(int ofChangelog) {
        return new ItemPartitions(
                "images",
                new Changelog("features", ofChangelog, new LogIdentity("cluster", "topic"), Duration.ofDays(1)));
    }

    private static OutgoingRecord record(String topic) {
        return new OutgoingRecord(topic, KEY, Optional.of(VALUE), List.of(new EventHeader("name", VALUE)));
    }

    @Test
    void aChangelogThatGrowsMovesNoItem() {
        for (int grown = 3; grown < 20; grown++) {
            ItemPartitions partitions = partitions(grown);
            partitions.partitions(3);
            ProducerRecord<byte[], byte[]> feature = partitions.outgoing(record("features"));
            assertThat(feature.partition()).isEqualTo(KafkaRecords.partition(KEY, 3));
            assertThat(feature.key()).isEqualTo(KEY);
            assertThat(feature.value()).isEqualTo(VALUE);
            assertThat(feature.headers().lastHeader("name").value()).isEqualTo(VALUE);
        }
    }

    @Test
    void kafkaChoosesAllOtherPartitions() {
        ItemPartitions partitions = partitions(3);
        assertThat(partitions.outgoing(record("features")).partition())
                .as("before those of the images are known")
                .isNull();
        partitions.partitions(3);
        assertThat(partitions.outgoing(record("answers")).partition()).isNull();
        partitions.partitions(4);
        assertThat(partitions.outgoing(record("features")).partition())
                .as("a changelog with fewer partitions")
                .isNull();
    }
}
