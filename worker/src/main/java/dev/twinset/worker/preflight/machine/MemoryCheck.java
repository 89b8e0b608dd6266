package dev.twinset.worker.preflight.machine;

import dev.twinset.console.Numbers;
import dev.twinset.contract.record.EventLimits;
import dev.twinset.worker.preflight.check.NumericSetting;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import java.util.Map;
import java.util.OptionalLong;

/** Whether heap and memory are enough for the batches in flight and the ids of the items. */
public final class MemoryCheck {
    public static final String NAME = "memory";
    private static final String OFF_HEAP_LIMIT = "org.bytedeco.javacpp.maxphysicalbytes";
    private static final long MIB = 1L << 20;

    /** Classes, clients, threads. */
    private static final long BASE = 64 * MIB;

    /** An item's id with its place in the index. */
    private static final long BYTES_PER_ITEM = 150;

    /** Weights, activations and decoded images of a thread, and what libraries take. */
    private static final long NATIVE_BASE = 200 * MIB;

    private static final long NATIVE_PER_THREAD = 100 * MIB;

    /** By which a search rules an item out, with features of 128 axes; those themselves are mapped files. */
    private static final long NATIVE_PER_ITEM = 128;

    private static final long RECORD = EventLimits.DEFAULT.recordBytes();

    private MemoryCheck() {}

    /**
     * @param items records of the changelog; empty if unknown
     * @param batchBytes most that a batch holds
     * @param uploads settings of the consumer
     * @param results settings of the producer
     */
    public static Finding examine(
            RuntimeEnvironment runtime,
            int pipelineDepth,
            int threads,
            long batchBytes,
            Map<String, Object> uploads,
            Map<String, Object> results,
            OptionalLong items) {
        Notes notes = new Notes(NAME);
        // a larger record comes alone
        long fetch = Math.max(number(uploads, "fetch.max.bytes"), RECORD);
        // two fetches in the client, one batch in the making, and those in flight
        long heap = BASE + (pipelineDepth + 1) * batchBytes + 2 * fetch + number(results, "buffer.memory");
        long ids = items.orElse(0) * BYTES_PER_ITEM;
        if (runtime.maxHeap() < heap + ids) {
            notes.fail(
                    "the heap has " + Numbers.bytes(runtime.maxHeap()) + ", " + Numbers.bytes(heap + ids)
                            + " may be needed: " + (pipelineDepth + 1) + " batches of " + Numbers.bytes(batchBytes)
                            + ", 2 fetches of " + Numbers.bytes(fetch) + ", "
                            + Numbers.bytes(number(results, "buffer.memory")) + " to send, " + Numbers.bytes(BASE)
                            + " for the rest"
                            + (ids == 0 ? "" : ", the ids of " + Numbers.count(items.orElse(0), "item")),
                    "start with -Xmx" + (heap + ids + 64 * MIB) / MIB
                            + "m (TWINSET_JAVA_OPTS), or lower pipeline.depth"
                            + (fetch > RECORD ? " or kafka.fetch.max.bytes" : ""));
        }
        long offHeap = NATIVE_BASE + threads * NATIVE_PER_THREAD + items.orElse(0) * NATIVE_PER_ITEM;
        if (runtime.memory() < runtime.maxHeap() + offHeap) {
            notes.warn(
                    "the machine or container has " + Numbers.bytes(runtime.memory())
                            + ", heap, network and search may take " + Numbers.bytes(runtime.maxHeap() + offHeap),
                    "give it more, or lower -Xmx or extract.threads");
        }
        if (runtime.property(OFF_HEAP_LIMIT).isEmpty()) {
            notes.warn(
                    "memory outside the heap has no limit of our own",
                    "start with ./twinset, or give Java -D" + OFF_HEAP_LIMIT + "=4g");
        }
        return notes.finding("heap " + Numbers.bytes(runtime.maxHeap()) + " of " + Numbers.bytes(runtime.memory())
                + ", " + Numbers.bytes(heap + ids) + " needed at most");
    }

    private static long number(Map<String, Object> settings, String key) {
        return NumericSetting.of(settings, key, 0);
    }
}
