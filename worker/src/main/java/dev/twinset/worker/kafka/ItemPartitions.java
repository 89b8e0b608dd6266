package dev.twinset.worker.kafka;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.worker.preflight.Changelog;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Keeps what concerns an item in one partition, as only that has an order. Any thread.
 *
 * <p>An event that is not in the partition of its key is rejected: an upload and a deletion in two partitions may be
 * read in either order, and compaction would keep the deleted image forever. Clients of librdkafka hash keys in another
 * way than Java's unless they are told to.
 *
 * <p>Partitions that are added to the changelog stay empty: of an item's features in two partitions a restore could
 * take either for the newer.
 */
final class ItemPartitions {
    private final String images;
    private final Changelog changelog;
    private volatile int partitions;

    /** @param images the topic */
    ItemPartitions(String images, Changelog changelog) {
        this.images = images;
        this.changelog = changelog;
    }

    /** Partitions of the images' topic. Until it is known nothing is checked. */
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

    /** A feature goes to the partition of its item's images, all else to where Kafka's partitioner puts it. */
    ProducerRecord<byte[], byte[]> outgoing(OutgoingRecord outgoing) {
        ProducerRecord<byte[], byte[]> record = KafkaRecords.outgoing(outgoing);
        int count = partitions;
        if (count == 0 || count > changelog.partitionCount() || !record.topic().equals(changelog.topic())) {
            return record;
        }
        int partition = KafkaRecords.partition(record.key(), count);
        return new ProducerRecord<>(
                record.topic(), partition, record.timestamp(), record.key(), record.value(), record.headers());
    }
}
