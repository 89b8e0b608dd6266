package dev.twinset.trainer.io;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Results of parallel work, each in a slot of its own, so that their order does not depend on the threads. */
public final class ResultSlots<T> {
    private final AtomicReferenceArray<T> slots;

    public ResultSlots(int count) {
        this.slots = new AtomicReferenceArray<>(count);
    }

    public void set(int slot, T result) {
        slots.set(slot, result);
    }

    /** What was set, in the order of the slots. */
    public List<T> present() {
        List<T> present = new ArrayList<>();
        for (int i = 0; i < slots.length(); i++) {
            T result = slots.get(i);
            if (result != null) {
                present.add(result);
            }
        }
        return present;
    }
}
