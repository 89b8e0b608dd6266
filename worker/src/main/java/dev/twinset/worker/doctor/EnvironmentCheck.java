package dev.twinset.worker.doctor;

import dev.twinset.worker.doctor.Finding.Notes;

/** Variables that native libraries read once, at their start: the launcher sets them. */
final class EnvironmentCheck {
    static final String NAME = "environment";

    private EnvironmentCheck() {}

    static Finding examine(Surroundings around, int threads) {
        Notes notes = new Notes(NAME);
        if (!around.environment("OMP_NUM_THREADS").equals("1")) {
            notes.warn(
                    "OMP_NUM_THREADS is " + said(around, "OMP_NUM_THREADS")
                            + ", expected 1: each of " + Text.count(threads, "thread")
                            + " starts threads of its own, and they fight for the cores",
                    "start with ./twinset, or set OMP_NUM_THREADS=1");
        }
        if (around.environment("OPENCV_IO_MAX_IMAGE_PIXELS").isEmpty()) {
            notes.warn(
                    "OPENCV_IO_MAX_IMAGE_PIXELS is not set: the second wall against huge images is missing",
                    "start with ./twinset, or set OPENCV_IO_MAX_IMAGE_PIXELS=50000000");
        }
        if (threads > around.cores()) {
            notes.warn(
                    "extract.threads is " + threads + " on " + Text.count(around.cores(), "core"),
                    "leave extract.threads out: the default is the number of cores");
        }
        return notes.finding("OMP_NUM_THREADS " + said(around, "OMP_NUM_THREADS") + ", " + Text.count(threads, "thread")
                + " on " + Text.count(around.cores(), "core"));
    }

    private static String said(Surroundings around, String name) {
        String value = around.environment(name);
        return value.isEmpty() ? "not set" : value;
    }
}
