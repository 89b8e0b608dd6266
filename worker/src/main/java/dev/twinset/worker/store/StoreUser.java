package dev.twinset.worker.store;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who holds the lock of a store, as Linux tells it. To try the lock would be to take it, and a worker that starts in
 * that moment would fail; to open the file and close it would drop the lock if it is this process that holds it.
 *
 * @param state whether it is held
 * @param process id of the holder; empty if nobody, or if it lives where we cannot see it (another container)
 */
public record StoreUser(State state, Optional<Long> process) {
    private static final Path LOCKS = Path.of("/proc/locks");
    private static final int COLUMN_PROCESS = 4;
    private static final int COLUMN_FILE = 5;

    public StoreUser {
        requireNonNull(state, "state is null");
        requireNonNull(process, "process is null");
    }

    /** Whether a lock is held. */
    public enum State {
        FREE,
        HELD,
        /** The system does not tell. */
        UNKNOWN
    }

    public boolean isHeld() {
        return state == State.HELD;
    }

    /** @param directory of the store */
    public static StoreUser of(Path directory) {
        return ofLock(directory.resolve(DirectoryLock.FILE));
    }

    /** @param lock a file that its user locks */
    public static StoreUser ofLock(Path lock) {
        if (!Files.exists(lock)) {
            return new StoreUser(State.FREE, Optional.empty());
        }
        try {
            String inode = String.valueOf(Files.getAttribute(lock, "unix:ino"));
            return among(Files.readAllLines(LOCKS), inode, lock);
        } catch (IOException | RuntimeException e) {
            return new StoreUser(State.UNKNOWN, Optional.empty());
        }
    }

    /** A line: {@code 1: POSIX ADVISORY WRITE 4711 fd:01:131 0 EOF}; one that starts with an arrow only waits. */
    private static StoreUser among(List<String> locks, String inode, Path lock) {
        return locks.stream()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(words -> words.length > COLUMN_FILE && !words[1].equals("->"))
                .filter(words -> words[COLUMN_FILE].endsWith(":" + inode))
                .map(words -> Long.parseLong(words[COLUMN_PROCESS]))
                .filter(process -> mayHold(process, lock))
                .findFirst()
                .map(process -> new StoreUser(State.HELD, Optional.of(process).filter(id -> id > 0)))
                .orElseGet(() -> new StoreUser(State.FREE, Optional.empty()));
    }

    /** Inodes are unique in a file system only; where we may look, we see whether the process has this very file. */
    private static boolean mayHold(long process, Path lock) {
        Path open = Path.of("/proc", String.valueOf(process), "fd");
        if (process <= 0 || !Files.isReadable(open)) {
            return true;
        }
        File[] files = open.toFile().listFiles();
        return files == null || Arrays.stream(files).anyMatch(file -> isSame(file.toPath(), lock));
    }

    private static boolean isSame(Path open, Path lock) {
        try {
            return Files.isSameFile(open, lock);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
