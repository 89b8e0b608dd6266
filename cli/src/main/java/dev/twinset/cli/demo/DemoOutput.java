package dev.twinset.cli.demo;

import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What a person sees: results as they come, at a pace an eye can follow, above one line of state on a terminal. Results
 * go to standard output, what the demo does to standard error. Used by any thread.
 */
final class DemoOutput {
    private static final long BETWEEN_RESULTS = Duration.ofMillis(50).toNanos();

    /** Answers come a batch at a time: so many lines may be made up for after a silence. */
    private static final int BURST = 10;

    private static final long BETWEEN_STATES = Duration.ofMillis(200).toNanos();
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean results;
    private final boolean live;
    private final LongSupplier nanoTime;
    private long nextResult;
    private long nextState;

    /**
     * @param results whether results are shown at all
     * @param live whether {@code err} is a terminal, on which a line can change
     */
    DemoOutput(PrintWriter out, PrintWriter err, boolean results, boolean live, LongSupplier nanoTime) {
        this.out = out;
        this.err = err;
        this.results = results;
        this.live = live;
        this.nanoTime = nanoTime;
        this.nextResult = nanoTime.getAsLong();
        this.nextState = nextResult;
    }

    /** What happens now. */
    synchronized void step(String text) {
        clearState();
        err.println(text);
        err.flush();
    }

    /** Shows the answer, unless enough were shown just before. */
    synchronized void result(Recommendations answer) {
        long now = nanoTime.getAsLong();
        if (!results || now - nextResult < 0) {
            return;
        }
        nextResult = Math.max(nextResult, now - BURST * BETWEEN_RESULTS) + BETWEEN_RESULTS;
        say(line(answer));
    }

    synchronized void rejection(String itemId, String reason) {
        if (results) {
            say(String.format(Locale.ROOT, "%-12s rejected: %s", printable(itemId), reason));
        }
    }

    /** The changing line at the bottom; nothing where there is no terminal. */
    synchronized void state(String text) {
        long now = nanoTime.getAsLong();
        if (!live || now - nextState < 0) {
            return;
        }
        nextState = now + BETWEEN_STATES;
        err.print(CLEAR_LINE + text);
        err.flush();
    }

    synchronized void say(String line) {
        clearState();
        out.println(line);
        out.flush();
    }

    private void clearState() {
        if (live) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }

    private static String line(Recommendations answer) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-12s ->", printable(answer.itemId())));
        for (Recommendation one : answer.recommendations()) {
            line.append(String.format(Locale.ROOT, "  %s %.3f", printable(one.itemId()), one.score()));
            one.match().ifPresent(match -> line.append(String.format(Locale.ROOT, " (%2.0f %%)", 100 * match)));
        }
        if (answer.recommendations().isEmpty()) {
            line.append("  the first item has nothing to be compared with");
        }
        return line.toString();
    }

    /** An id may hold what would steer a terminal. */
    private static String printable(String id) {
        return id.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }
}
