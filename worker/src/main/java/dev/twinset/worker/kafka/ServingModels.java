package dev.twinset.worker.kafka;

import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.model.ServingModel;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.kafka.models.ModelsState;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which model answers, as far as the topic of models was read. The follower writes; any thread reads. */
final class ServingModels {
    private static final Logger log = LoggerFactory.getLogger(ServingModels.class);

    /** So long after a switch its traces are taken for what they are. */
    private static final long RECENT = Duration.ofMinutes(1).toNanos();

    private final ModelRecords records;
    private ModelsState state = ModelsState.NONE;
    private Role role;
    private long next;
    private long changedNanos = System.nanoTime() - RECENT;

    ServingModels(ModelRecords records, String modelId) {
        this.records = records;
        role = Role.first(modelId);
    }

    /** Reads a record of the topic; one that is none is left out, with a warning. */
    synchronized void apply(EventRecord record) {
        try {
            state = state.after(record, records);
            boolean retired = state.retired().containsKey(role.modelId());
            if (!state.serving().equals(role.serving()) || retired != role.retired()) {
                role = new Role(role.modelId(), role.version() + 1, state.serving(), retired);
                changedNanos = System.nanoTime();
                notifyAll();
            }
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
        return await(() -> next >= offset, timeout);
    }

    /** Waits for another role than one of this version; false if that took too long. */
    synchronized boolean awaitChange(long version, Duration timeout) throws InterruptedException {
        return await(() -> role.version() != version, timeout);
    }

    /** Whether models are being switched, or were a moment ago, or will be in a moment. */
    synchronized boolean awaitSwitch(Duration timeout) throws InterruptedException {
        return await(this::isSwitching, timeout);
    }

    private boolean isSwitching() {
        return role.version() > 1
                && (role.serving().flatMap(ServingModel::next).isPresent()
                        || System.nanoTime() - changedNanos < RECENT);
    }

    private boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** What the worker does now, as far as is known. */
    synchronized Role role() {
        return role;
    }
}
