package dev.twinset.console.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Feeds a reader with mutated inputs for some seconds. Fails if the reader throws what it does not document, takes more
 * than a second of processor time or too much memory for one input, or finds its own promises broken. {@code fuzz.seed}
 * and {@code fuzz.seconds} are system properties; the failure names the seed and the input. The first inputs are always
 * tried, however slow the machine.
 */
public final class Fuzz {
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_128);
    private static final int STANDARD_SECONDS = 3;
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", STANDARD_SECONDS);
    private static final int LEAST_INPUTS = 200;
    private static final int MOST_INPUTS = 15_000;
    private static final long MOST_NANOS = 1_000_000_000;
    private static final long STUCK_NANOS = 60 * MOST_NANOS;
    private static final int SHOWN_BYTES = 400;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<byte[]> valid;
    private final List<Class<? extends Exception>> refusals = new ArrayList<>();
    private List<byte[]> tokens = List.of();
    private UnaryOperator<byte[]> repair = input -> input;

    private long mostBytes = 16 << 20;

    private volatile Attempt current = new Attempt(-1, new byte[0], System.nanoTime());
    private volatile Optional<Throwable> failure = Optional.empty();

    /** What is tried. Assertions in it hold of every input that it accepts. */
    @FunctionalInterface
    public interface Reader {
        void read(byte[] input) throws Exception;
    }

    /** Reads an input, or refuses it. */
    @FunctionalInterface
    public interface Parser<T> {
        T parse(byte[] input) throws Exception;
    }

    /** What must hold of an accepted input. */
    @FunctionalInterface
    public interface Use<T> {
        void of(T read) throws Exception;
    }

    private record Attempt(int number, byte[] input, long startNanos) {}

    private Fuzz(List<byte[]> valid) {
        this.valid = valid;
    }

    /** @param valid inputs that the reader accepts */
    public static Fuzz of(byte[]... valid) {
        return new Fuzz(List.of(valid));
    }

    /** @param valid inputs that the reader accepts */
    public static Fuzz of(String... valid) {
        return new Fuzz(bytes(valid));
    }

    /** Inserts what separates or means something in the format. */
    public Fuzz tokens(String... some) {
        tokens = bytes(some);
        return this;
    }

    /** Puts mutated inputs right where the reader would look no further, at a checksum for instance. */
    public Fuzz repaired(UnaryOperator<byte[]> by) {
        repair = by;
        return this;
    }

    /** An exception by which the reader refuses an input, as it documents it: this class, no subclass. */
    public Fuzz refusing(Class<? extends Exception> documented) {
        refusals.add(documented);
        return this;
    }

    /** What the reader may allocate for one input on the heap, 16 MiB if this is not set. */
    public Fuzz allocating(long bytes) {
        mostBytes = bytes;
        return this;
    }

    /**
     * Reads each input, and makes use of what was accepted.
     *
     * @param use an exception of it is a failure, also one by which the parser would refuse an input
     */
    public <T> void run(Parser<T> parser, Use<T> use) throws InterruptedException {
        run(input -> {
            T read = parser.parse(input);
            try {
                use.of(read);
            } catch (Exception e) {
                throw new AssertionError("what was accepted led to " + e, e);
            }
        });
    }

    /** Runs it in a thread of its own, so that a reader that never returns is named, too. */
    public void run(Reader reader) throws InterruptedException {
        Thread thread = new Thread(() -> all(reader), "fuzz");
        thread.setDaemon(true);
        thread.start();
        for (thread.join(500); thread.isAlive(); thread.join(500)) {
            Attempt attempt = current;
            if (System.nanoTime() - attempt.startNanos() > STUCK_NANOS) {
                AssertionError stuck = error(attempt, "did not return", Optional.empty());
                stuck.setStackTrace(thread.getStackTrace());
                throw stuck;
            }
        }
        if (failure.isPresent()) {
            throw (AssertionError) failure.get();
        }
    }

    private void all(Reader reader) {
        try {
            for (byte[] input : valid) {
                reader.read(input.clone());
            }
            mutated(reader);
        } catch (AssertionError e) {
            failure = Optional.of(e);
        } catch (Throwable e) {
            failure = Optional.of(new AssertionError("a valid input is not accepted", e));
        }
    }

    private void mutated(Reader reader) {
        Mutations mutations = new Mutations(valid, tokens);
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        long most = (long) MOST_INPUTS * SECONDS / STANDARD_SECONDS;
        int number = 0;
        int accepted = 0;
        while (number < LEAST_INPUTS || (number < most && System.nanoTime() < end)) {
            // each input of a seed of its own: it is the same whatever the reader did before
            Random random = new Random(SEED + number * 0x9E3779B97F4A7C15L);
            Attempt attempt = new Attempt(number, repair.apply(mutations.next(random)), System.nanoTime());
            current = attempt;
            accepted += accepts(attempt, reader) ? 1 : 0;
            number++;
        }
        System.out.printf("fuzz: seed %d, %d inputs, %d accepted%n", SEED, number, accepted);
        if (accepted == 0 || (accepted == number && !refusals.isEmpty())) {
            throw new AssertionError("seed " + SEED + ": " + accepted + " of " + number
                    + " inputs were accepted, expected some of both kinds");
        }
    }

    private boolean accepts(Attempt attempt, Reader reader) {
        long id = Thread.currentThread().getId();
        long nanos = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getThreadAllocatedBytes(id);
        boolean accepted = true;
        try {
            reader.read(attempt.input().clone());
        } catch (Throwable e) {
            if (!refusals.contains(e.getClass())) {
                throw error(attempt, "led to " + e, Optional.of(e));
            }
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw error(attempt, "was refused without a word", Optional.of(e));
            }
            accepted = false;
        }
        long allocated = THREADS.getThreadAllocatedBytes(id) - bytes;
        long used = THREADS.getCurrentThreadCpuTime() - nanos;
        if (allocated > mostBytes) {
            throw error(attempt, "took " + allocated + " bytes, at most " + mostBytes + " expected", Optional.empty());
        }
        if (used > MOST_NANOS) {
            throw error(attempt, "took " + used / 1_000_000 + " ms of processor time", Optional.empty());
        }
        return accepted;
    }

    private static AssertionError error(Attempt attempt, String what, Optional<Throwable> cause) {
        byte[] input = attempt.input();
        boolean cut = input.length > SHOWN_BYTES;
        String hex = HexFormat.of().formatHex(cut ? Arrays.copyOf(input, SHOWN_BYTES) : input);
        return new AssertionError(
                "seed " + SEED + ", input " + attempt.number() + " " + what + "; its " + input.length + " bytes are "
                        + hex + (cut ? "..." : ""),
                cause.orElse(null));
    }

    private static List<byte[]> bytes(String... texts) {
        return Stream.of(texts).map(text -> text.getBytes(UTF_8)).toList();
    }
}
