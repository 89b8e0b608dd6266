package dev.twinset.worker.preflight.machine;

import dev.twinset.console.Numbers;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;

/** Variables that native libraries read once, at their start: the launcher sets them. */
public final class EnvironmentCheck {
    public static final String NAME = "environment";

    private EnvironmentCheck() {}

    public static Finding examine(RuntimeEnvironment runtime, int threads) {
        Notes notes = new Notes(NAME);
        if (!runtime.environment("OMP_NUM_THREADS").equals("1")) {
            notes.warn(
                    "OMP_NUM_THREADS is " + shown(runtime, "OMP_NUM_THREADS")
                            + ", expected 1: each of " + Numbers.count(threads, "thread")
                            + " starts threads of its own, which compete for the cores",
                    "start with ./twinset, or set OMP_NUM_THREADS=1");
        }
        if (runtime.environment("OPENCV_IO_MAX_IMAGE_PIXELS").isEmpty()) {
            notes.warn(
                    "OPENCV_IO_MAX_IMAGE_PIXELS is not set: the second limit on huge images is missing",
                    "start with ./twinset, or set OPENCV_IO_MAX_IMAGE_PIXELS=50000000");
        }
        if (threads > runtime.cores()) {
            notes.warn(
                    "extract.threads is " + threads + " on " + Numbers.count(runtime.cores(), "core"),
                    "leave extract.threads out: the default is the number of cores");
        }
        return notes.finding("OMP_NUM_THREADS " + shown(runtime, "OMP_NUM_THREADS") + ", "
                + Numbers.count(threads, "thread") + " on " + Numbers.count(runtime.cores(), "core"));
    }

    private static String shown(RuntimeEnvironment runtime, String name) {
        String value = runtime.environment(name);
        return value.isEmpty() ? "not set" : value;
    }
}
