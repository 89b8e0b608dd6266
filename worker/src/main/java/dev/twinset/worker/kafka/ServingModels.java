package dev.twinset.worker.kafka;

import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.model.ServingModel;
import dev.twinset.contract.record.EventRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which model answers, as far as the topic of models was read. The follower writes; any thread reads. */
final class ServingModels {
    private static final Logger log = LoggerFactory.getLogger(ServingModels.class);

    private final ModelRecords records;
    private final Set<String> retired = new HashSet<>();
    private Optional<ServingModel> serving = Optional.empty();
    private long next;

    ServingModels(ModelRecords records) {
        this.records = records;
    }

    /** Reads a record of the topic; one that is none is left out, with a warning. */
    synchronized void apply(EventRecord record) {
        try {
            records.serving(record).ifPresent(latest -> serving = Optional.of(latest));
            records.retired(record).ifPresent(retired::add);
        } catch (IllegalArgumentException e) {
            log.warn("left out a record of the topic of models: {}", e.getMessage());
        }
    }

    /** Everything before {@code offset} has been applied. */
    synchronized void readTo(long offset) {
        next = offset;
        notifyAll();
    }

    /** Waits until everything before {@code offset} is known; false if that took too long. */
    synchronized boolean await(long offset, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (next < offset) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** The latest record; empty if no model has ever answered. */
    synchronized Optional<ServingModel> serving() {
        return serving;
    }

    synchronized boolean isRetired(String modelId) {
        return retired.contains(modelId);
    }
}
