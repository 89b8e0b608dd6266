package dev.twinset.worker.preflight.machine;

import dev.twinset.console.Numbers;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import dev.twinset.worker.preflight.finding.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Whether data.dir can be written and has space for the copy of the changelog. */
public final class DataDirectoryCheck {
    public static final String NAME = "data";

    /** The first rows of a segment, headers, the manifest. */
    private static final long LEAST_BYTES = 64L << 20;

    /** A row's id, and its share of the dead rows that compaction has not dropped yet. */
    private static final long BYTES_BESIDE_A_VECTOR = 48;

    private DataDirectoryCheck() {}

    /**
     * @param dimension of the features; empty if the model cannot be read
     * @param logRecords records of the changelog; empty if unknown
     */
    public static Finding examine(Path directory, OptionalLong dimension, OptionalLong logRecords) {
        Path existing = nearestExisting(directory.toAbsolutePath().normalize());
        if (!Files.isDirectory(existing)) {
            return Finding.blocked(
                    NAME, existing + " is not a directory, but data.dir is it or lies in it", "set data.dir elsewhere");
        }
        if (!Files.isWritable(existing)) {
            return Finding.blocked(
                    NAME,
                    existing + " cannot be written by " + System.getProperty("user.name"),
                    "give that user the right, mount the file system for writing, or set data.dir elsewhere");
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            return judge(directory, free, need(dimension, logRecords), logRecords);
        } catch (IOException e) {
            return Finding.failed(
                    NAME, "the file system of " + existing + " does not answer: " + Text.of(e), "look at it");
        }
    }

    static Finding judge(Path directory, long free, long need, OptionalLong logRecords) {
        Notes notes = new Notes(NAME);
        String log =
                logRecords.isPresent() ? " of the changelog's " + Numbers.count(logRecords.getAsLong(), "record") : "";
        if (free < need) {
            notes.fail(
                    directory + " has " + Numbers.bytes(free) + " free, the copy" + log + " may take "
                            + Numbers.bytes(need),
                    "free space, or set data.dir to another disk");
        } else if (free < 2 * need) {
            notes.warn(
                    directory + " has " + Numbers.bytes(free) + " free, the copy" + log + " may take twice "
                            + Numbers.bytes(need) + " while it is compacted",
                    "free space, or set data.dir to another disk");
        }
        return notes.finding(directory + ", " + Numbers.bytes(free) + " free, " + Numbers.bytes(need) + " needed");
    }

    private static long need(OptionalLong dimension, OptionalLong logRecords) {
        return LEAST_BYTES + logRecords.orElse(0) * (dimension.orElse(0) * Float.BYTES + BYTES_BESIDE_A_VECTOR);
    }

    private static Path nearestExisting(Path path) {
        Path existing = path;
        while (!Files.exists(existing)) {
            Path parent = existing.getParent();
            if (parent == null) {
                return existing;
            }
            existing = parent;
        }
        return existing;
    }
}
