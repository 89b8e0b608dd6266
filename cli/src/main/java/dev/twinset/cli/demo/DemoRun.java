package dev.twinset.cli.demo;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One pass of a catalogue through the workers: published by a thread of its own, read and counted by this one. */
final class DemoRun {
    private static final Duration POLL = Duration.ofMillis(100);

    /** After the last answer it listens on for one that must not come. */
    private static final Duration QUIET = Duration.ofMillis(1_500);

    /** A killed worker is replaced within seconds: longer silence is a fault. */
    private static final Duration STALL = Duration.ofMinutes(5);

    private static final Duration GRACE = Duration.ofMillis(500);

    private final DemoTraffic traffic;
    private final Supplier<Optional<String>> kafkaFailure;
    private final WorkerFleet workers;
    private final DemoOutput screen;
    private OptionalInt killAtPercent;

    /**
     * @param kafkaFailure why Kafka ended, if it did
     * @param killAtPercent of the answers, when one worker is killed
     */
    DemoRun(
            DemoTraffic traffic,
            Supplier<Optional<String>> kafkaFailure,
            WorkerFleet workers,
            DemoOutput screen,
            OptionalInt killAtPercent) {
        this.traffic = traffic;
        this.kafkaFailure = kafkaFailure;
        this.workers = workers;
        this.screen = screen;
        this.killAtPercent = killAtPercent;
    }

    DemoSummary run(Catalog catalog) throws IOException, InterruptedException {
        DemoLedger ledger =
                new DemoLedger(catalog.items().stream().map(CatalogItem::id).collect(Collectors.toSet()));
        long start = System.nanoTime();
        long lastAnswer = start;
        traffic.startPublishing();
        while (true) {
            int before = ledger.recommended() + ledger.rejected();
            traffic.poll(POLL, ledger, screen);
            long now = System.nanoTime();
            if (ledger.recommended() + ledger.rejected() > before) {
                lastAnswer = now;
            }
            OptionalLong published = traffic.published();
            if (published.isPresent()
                    && ledger.answered() >= published.getAsLong()
                    && now - lastAnswer > QUIET.toNanos()) {
                Optional<String> approximate = ledger.approximateModel();
                if (approximate.isPresent()) {
                    ledger.searchAgain(traffic.features(approximate.get()));
                }
                return ledger.close(published.getAsLong(), Duration.ofNanos(lastAnswer - start));
            }
            if (ledger.answered() > 0) {
                startOthers();
            }
            screen.state(state(ledger, catalog.items().size(), lastAnswer - start));
            killIfDue(ledger, catalog.items().size());
            check(ledger, now - lastAnswer);
        }
    }

    /** After the first answer, which they would have delayed. */
    private void startOthers() throws IOException {
        int started = workers.startOthers();
        if (started > 0) {
            screen.step("starting " + (started == 1 ? "another worker..." : started + " more workers..."));
        }
    }

    private void killIfDue(DemoLedger ledger, int total) throws IOException, InterruptedException {
        if (killAtPercent.isPresent() && 100L * ledger.answered() >= (long) killAtPercent.getAsInt() * total) {
            screen.step(
                    "killing worker 1 at " + ledger.answered() + " of " + total + " answers, and starting it again");
            workers.killAndRestart(1);
            killAtPercent = OptionalInt.empty();
        }
    }

    private void check(DemoLedger ledger, long silence) throws IOException, InterruptedException {
        if (failure().isPresent()) {
            // Ctrl-C reaches the workers too: then the demo is being closed, and none of them is missed
            Thread.sleep(GRACE.toMillis());
            Optional<String> failure = failure();
            if (failure.isPresent()) {
                throw new IOException(failure.get());
            }
        }
        if (silence > STALL.toNanos()) {
            throw new IOException("no answer for " + STALL.toSeconds() + " s; " + traffic.sent() + " published, "
                    + ledger.answered() + " answered");
        }
    }

    /** Kafka's first, which the workers' follows. */
    private Optional<String> failure() {
        return kafkaFailure.get().or(workers::failure);
    }

    private String state(DemoLedger ledger, int total, long elapsed) {
        return String.format(
                Locale.ROOT,
                "published %,d of %,d   recommended %,d   rejected %,d   %,.0f images/s",
                traffic.sent(),
                total,
                ledger.recommended(),
                ledger.rejected(),
                elapsed <= 0 ? 0.0 : ledger.answered() / (elapsed / 1e9));
    }
}
