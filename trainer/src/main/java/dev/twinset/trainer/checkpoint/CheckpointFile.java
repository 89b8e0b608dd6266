package dev.twinset.trainer.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.twinset.trainer.io.AtomicFile;
import dev.twinset.trainer.settings.TrainingOptions;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file from which a training resumes after its process died: it is beside the bundle that is to be written, is
 * replaced as a whole after an epoch, and is deleted once the bundle is written. One thread, unless said otherwise.
 */
public final class CheckpointFile {
    /** The share of the time that writing may take; not every short epoch is kept. */
    private static final double MOST_TIME = 0.05;

    static final int MOST_BYTES = 1 << 30;

    private static final String ENDING = ".checkpoint";

    private final Path file;
    private final Clock clock;
    private final boolean overwrites;
    private final @Nullable Checkpoint start;
    private long next = Long.MIN_VALUE;
    private volatile int kept;

    private CheckpointFile(Path file, Clock clock, boolean overwrites, @Nullable Checkpoint start) {
        this.file = file;
        this.clock = clock;
        this.overwrites = overwrites;
        this.start = start;
        this.kept = start == null ? 0 : start.epoch();
    }

    /** {@code model.twinset.checkpoint} for {@code model.twinset}. */
    public static Path beside(Path bundle) {
        return bundle.resolveSibling(bundle.getFileName() + ENDING);
    }

    /**
     * Looks for the checkpoint of an earlier training that was to write this bundle.
     *
     * @param force starts over, whatever is there
     * @throws IllegalArgumentException if the bundle exists already and may not be overwritten, or the checkpoint is of
     *     a training with other options: what differs and what to do
     * @throws IOException if the checkpoint is damaged or cannot be read
     */
    public static CheckpointFile open(Path bundle, TrainingOptions options, boolean force, Clock clock)
            throws IOException {
        Path file = beside(bundle);
        sweep(file);
        Optional<Checkpoint> found = force ? Optional.empty() : read(file);
        if (Files.exists(bundle) && !force && !found.map(Checkpoint::overwrites).orElse(false)) {
            throw new IllegalArgumentException("--out " + bundle + " exists; name another file, or add --force");
        }
        if (found.isPresent()) {
            requireSame(file, found.get(), TrainingFingerprint.of(options));
        }
        return new CheckpointFile(
                file, clock, force || found.map(Checkpoint::overwrites).orElse(false), found.orElse(null));
    }

    private static Optional<Checkpoint> read(Path file) throws IOException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new CheckpointFormat.InvalidCheckpointException("is larger than " + MOST_BYTES + " bytes");
            }
            return Optional.of(CheckpointFormat.read(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CheckpointFormat.InvalidCheckpointException e) {
            throw new IOException(
                    "checkpoint " + file + " " + e.getMessage() + "; add --force to start over without it", e);
        }
    }

    /** Deletes what a killed process was writing. */
    private static void sweep(Path file) throws IOException {
        Path absolute = requireNonNull(file.toAbsolutePath());
        Path folder = absolute.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        String start = "." + absolute.getFileName() + ".";
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(
                folder, path -> path.getFileName().toString().startsWith(start))) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }

    private static void requireSame(Path file, Checkpoint found, TrainingFingerprint here) {
        List<String> differences = found.fingerprint().differences(here);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("checkpoint " + file + " is of another training: "
                    + String.join(", ", differences)
                    + "; go on with what it was started with, or add --force to start over");
        }
    }

    /** Epochs that are safe in the file; any thread. */
    public int epochsKept() {
        return kept;
    }

    /** @throws IllegalArgumentException if the checkpoint is of a training on other data */
    public Optional<Checkpoint> start(TrainingFingerprint here) {
        if (start != null) {
            requireSame(file, start, here);
        }
        return Optional.ofNullable(start);
    }

    /** Whether an earlier training's output may be overwritten. */
    public boolean mayOverwrite() {
        return overwrites;
    }

    /** Whether enough time has passed since the last one was written. */
    public boolean isDue() {
        return clock.millis() >= next;
    }

    public void write(Checkpoint checkpoint) throws IOException {
        long begin = clock.millis();
        byte[] bytes = CheckpointFormat.write(checkpoint);
        try {
            AtomicFile.write(file, bytes);
        } catch (IOException e) {
            throw new IOException("checkpoint " + file + " cannot be written: " + e.getMessage(), e);
        }
        kept = checkpoint.epoch();
        long end = clock.millis();
        next = end + Math.round((end - begin) / MOST_TIME);
    }

    /** Once the bundle is written. */
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
