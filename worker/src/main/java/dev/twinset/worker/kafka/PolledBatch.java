package dev.twinset.worker.kafka;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.result.Cause;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that are answered in one transaction.
 *
 * @param epoch the assignment epoch under which they were read; a batch of an older epoch is dropped, not committed
 * @param number counts up within the worker's session, never used twice
 * @param role what the worker does
 * @param built places of the records that another model answers
 * @param revisions items that are to be answered afresh, and why
 * @param next the offsets to commit: where to read on once this batch is answered
 */
record PolledBatch(
        long epoch,
        long number,
        Role role,
        List<EventRecord> records,
        BitSet built,
        Map<String, Cause> revisions,
        Map<TopicPartition, OffsetAndMetadata> next) {
    PolledBatch {
        records = List.copyOf(records);
        next = Map.copyOf(next);
    }

    /** Of events alone. */
    PolledBatch(
            long epoch,
            long number,
            Role role,
            List<EventRecord> records,
            BitSet built,
            Map<TopicPartition, OffsetAndMetadata> next) {
        this(epoch, number, role, records, built, Map.of(), next);
    }
}
