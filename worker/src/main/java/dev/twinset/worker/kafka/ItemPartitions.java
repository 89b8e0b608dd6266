package dev.twinset.worker.kafka;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.kafka.client.KafkaRecords;

/**
 * Rejects an item's event that is not in the partition of its key. Only events of one partition have an order, so an
 * upload and a deletion in two partitions may be read in either; and compaction would keep the deleted image forever.
 * Clients of librdkafka hash keys in another way than Java's unless they are told to. Any thread.
 */
final class ItemPartitions {
    private final String images;
    private volatile int partitions;

    /** @param images the topic */
    ItemPartitions(String images) {
        this.images = images;
    }

    /** Until it is known nothing is checked. */
    void partitions(int count) {
        partitions = count;
    }

    /** @throws RejectedEventException if it is elsewhere */
    void check(EventRecord record) throws RejectedEventException {
        int count = partitions;
        if (count == 0 || record.key().isEmpty() || !record.topic().equals(images)) {
            return;
        }
        int expected = KafkaRecords.partition(record.key().get(), count);
        if (record.partition() != expected) {
            throw new RejectedEventException(
                    RejectionReason.WRONG_PARTITION,
                    "the record is in partition " + record.partition() + ", expected " + expected + ", the murmur2 hash"
                            + " of its key modulo " + count
                            + ": set the client's partitioner (librdkafka: partitioner=murmur2_random)");
        }
    }
}
