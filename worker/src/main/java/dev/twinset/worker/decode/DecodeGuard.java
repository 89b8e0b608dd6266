package dev.twinset.worker.decode;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.vision.ExtractionListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an image that makes native code crash or hang from stopping a partition forever. What each thread decodes is
 * noted in a file; a decode that takes more CPU time than it may ends the process. After the restart the image that was
 * to blame has a strike, and with {@value Strikes#LIMIT} strikes it is rejected without another try.
 *
 * <p>A strike needs evidence: our own note that time was up, or a crash report of the JVM that names the thread. A
 * process that was killed, or that lacked memory, blames no image. CPU time and not time counts, so that a machine that
 * is starved rejects nothing.
 *
 * <p>Without a file (no rights, a second process in the same directory) it guards nothing, and says so.
 */
public final class DecodeGuard implements ExtractionListener, AutoCloseable {
    /** CPU time that a decode may take; the largest image that is accepted takes less than a tenth of it. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(DecodeGuard.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int EXIT = 1;

    private final ExtractionListener next;
    private final Duration limit;
    private final Optional<RunningDecodes> running;
    private final Strikes strikes;
    private final AtomicInteger slots = new AtomicInteger();
    private final ThreadLocal<Decode> decodes = ThreadLocal.withInitial(this::newDecode);
    private final Queue<Decode> all = new ConcurrentLinkedQueue<>();
    private volatile IdentityHashMap<byte[], EventRecord> records = new IdentityHashMap<>();
    private volatile boolean closed;

    /** What one thread decodes. */
    private static final class Decode {
        final int slot;
        final long thread = Thread.currentThread().getId();
        final String threadName = Thread.currentThread().getName();
        volatile String image = "";
        volatile long cpuNanos;

        Decode(int slot) {
            this.slot = slot;
        }
    }

    private DecodeGuard(ExtractionListener next, Duration limit, Optional<RunningDecodes> running, Strikes strikes) {
        this.next = next;
        this.limit = limit;
        this.running = running;
        this.strikes = strikes;
    }

    /**
     * Finds out what its predecessor was decoding when it ended, and begins to watch.
     *
     * @param directory of its own files; created if it is missing
     * @param limit of the CPU time of one decode
     * @param next receives the same events
     */
    public static DecodeGuard open(Path directory, Duration limit, Clock clock, ExtractionListener next) {
        Optional<RunningDecodes> running = Optional.empty();
        Strikes strikes = Strikes.none();
        try {
            Files.createDirectories(directory);
            running = RunningDecodes.open(directory.resolve("running"));
            if (running.isPresent()) {
                strikes = strikes(running.get(), directory.resolve("strikes"));
                running.get()
                        .clear(
                                clock.instant().toString(),
                                CrashLog.ofThisProcess().toString());
            }
        } catch (IOException e) {
            log.warn("an image that crashes or hangs the decoder will not be recognised: {}", e.toString());
        }
        DecodeGuard guard = new DecodeGuard(next, limit, running, strikes);
        Thread watchdog = new Thread(guard::watch, "decode-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        return guard;
    }

    private static Strikes strikes(RunningDecodes ended, Path file) throws IOException {
        try {
            return Strikes.after(ended, file);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            log.warn("the notes about images in {} are damaged and are dropped: {}", file.getParent(), e.toString());
            Files.deleteIfExists(file);
            return Strikes.none();
        }
    }

    /** @throws RejectedEventException if this record's image has made the process crash or hang too often */
    public void check(EventRecord record) throws RejectedEventException {
        Optional<Rejection> verdict = strikes.verdict(name(record));
        if (verdict.isPresent()) {
            throw new RejectedEventException(
                    verdict.get().reason(), verdict.get().detail());
        }
    }

    /** Tells which records the images of the next call of the extractor belong to. */
    public void extracting(List<EventRecord> of, List<byte[]> images) {
        IdentityHashMap<byte[], EventRecord> byImage = new IdentityHashMap<>();
        for (int i = 0; i < images.size(); i++) {
            byImage.put(images.get(i), of.get(i));
        }
        records = byImage;
    }

    /** The time tells a record from one that had its offset before the topic was created again. */
    private static String name(EventRecord record) {
        return record.coordinates() + "/" + record.timestampMillis();
    }

    @Override
    public void decoding(byte[] image) {
        next.decoding(image);
        EventRecord record = records.get(image);
        if (record != null && running.isPresent()) {
            Decode decode = decodes.get();
            decode.cpuNanos = THREADS.getCurrentThreadCpuTime();
            decode.image = name(record);
            write(decode, decode.image, decode.threadName);
        }
    }

    @Override
    public void decoded(long nanos) {
        Decode decode = decodes.get();
        if (!decode.image.isEmpty()) {
            decode.image = "";
            write(decode);
        }
        next.decoded(nanos);
    }

    @Override
    public void forwarded(int images, long nanos) {
        next.forwarded(images, nanos);
    }

    private Decode newDecode() {
        Decode decode = new Decode(slots.incrementAndGet());
        all.add(decode);
        return decode;
    }

    private void write(Decode decode, String... fields) {
        try {
            if (fields.length == 0) {
                running.orElseThrow().clear(decode.slot);
            } else {
                running.orElseThrow().write(decode.slot, fields);
            }
        } catch (IOException e) {
            log.debug("cannot note what is decoded: {}", e.toString());
        }
    }

    private void watch() {
        try {
            while (!closed) {
                Thread.sleep(Math.max(1, limit.toMillis() / 10));
                all.forEach(this::examine);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void examine(Decode decode) {
        String image = decode.image;
        long used = THREADS.getThreadCpuTime(decode.thread) - decode.cpuNanos;
        if (!image.isEmpty() && used > limit.toNanos() && image.equals(decode.image)) {
            write(decode, image, decode.threadName, "timeout");
            log.error(
                    "decoding the image at {} has taken more than {} s of CPU time and cannot be interrupted: the process"
                            + " ends; after the restart the image is tried once more, then rejected",
                    image,
                    limit.toSeconds());
            Runtime.getRuntime().halt(EXIT);
        }
    }

    @Override
    public void close() {
        closed = true;
        running.ifPresent(file -> {
            try {
                file.close();
            } catch (IOException e) {
                log.debug("cannot close the list of decodes: {}", e.toString());
            }
        });
    }

    /** For a pipeline without a guard. */
    public static DecodeGuard none() {
        return new DecodeGuard(ExtractionListener.NONE, LIMIT, Optional.empty(), Strikes.none());
    }
}
