package dev.twinset.worker.preflight.check;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.LogTail;
import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Whether the latest uploads lie in the partitions of their keys: a client with another partitioner shows here. */
public final class PartitionerCheck {
    public static final String NAME = "partitioner";

    /** Of each partition; they are images. */
    private static final long RECORDS = 5;

    private static final Duration POLL = Duration.ofMillis(200);

    private PartitionerCheck() {}

    /** @param any whether the workers accept every partition */
    public static Finding examine(ClusterUse use, ClusterState state, boolean any)
            throws IOException, InterruptedException {
        if (any) {
            return Finding.skipped(NAME, "images.partitioner is any");
        }
        String topic = use.topics().images();
        var found = state.topics().get(topic);
        if (found == null || found.value().isEmpty()) {
            return Finding.unknown(NAME, "there is no topic to read: see topics");
        }
        int partitions = found.value().get().partitions().size();
        long read = 0;
        long misplaced = 0;
        try (LogTail tail = LogTail.open(use.admin(), Map.of(topic, RECORDS))) {
            while (!tail.atEnd()) {
                for (EventRecord record : tail.poll(POLL)) {
                    read++;
                    misplaced += isMisplaced(record, partitions) ? 1 : 0;
                }
            }
        }
        Notes notes = new Notes(NAME);
        if (misplaced > 0) {
            notes.warn(
                    misplaced + " of the latest " + read + " records of " + topic
                            + " are not in the partition of their key: workers reject them",
                    "set the partitioner of the client that writes them (librdkafka: partitioner=murmur2_random)");
        }
        return notes.finding("the latest " + read + " records of " + topic + " are where they belong");
    }

    private static boolean isMisplaced(EventRecord record, int partitions) {
        return record.key()
                .filter(key -> KafkaRecords.partition(key, partitions) != record.partition())
                .isPresent();
    }
}
