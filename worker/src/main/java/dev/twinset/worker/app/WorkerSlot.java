package dev.twinset.worker.app;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A numbered place among the workers that share a data directory, for replicas that are started alike and cannot be
 * given names. It is held by a lock on {@code slot-N.lock}, which the kernel drops when the process ends, however that
 * ends: the next worker to start takes the lowest free number, and with it the name and the features that belong to it.
 * The lock works between the containers of one machine; the shared directory must not lie on a network.
 */
final class WorkerSlot implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(WorkerSlot.class);

    private final WorkerConfig config;
    private final Optional<FileChannel> lock;

    private WorkerSlot(WorkerConfig config, Optional<FileChannel> lock) {
        this.config = config;
        this.lock = lock;
    }

    /**
     * Takes the lowest free one; none if the configuration asks for none.
     *
     * @throws IOException if all are taken, or the directory cannot be used
     */
    static WorkerSlot take(WorkerConfig config) throws IOException {
        if (config.slots() == 0) {
            return new WorkerSlot(config, Optional.empty());
        }
        Files.createDirectories(config.dataDir());
        for (int number = 1; number <= config.slots(); number++) {
            Optional<FileChannel> lock = tryLock(config.slotLock(number));
            if (lock.isPresent()) {
                WorkerConfig own = config.inSlot(number);
                log.info("slot {} of {}: this worker is {}", number, config.dataDir(), own.workerId());
                return new WorkerSlot(own, lock);
            }
        }
        throw new IOException("every slot of " + config.dataDir() + " is taken by another worker: worker.slots is "
                + config.slots() + ", raise it or start fewer");
    }

    private static Optional<FileChannel> tryLock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (isLocked(channel)) {
                return Optional.of(channel);
            }
        } catch (IOException e) {
            channel.close();
            throw new IOException(file + " cannot be locked: worker.slots needs a directory on this machine's disk", e);
        }
        channel.close();
        return Optional.empty();
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // a worker in this very process has it
        }
    }

    /** With the name and the directory that belong to the slot. */
    WorkerConfig config() {
        return config;
    }

    @Override
    public void close() throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
        }
    }
}
