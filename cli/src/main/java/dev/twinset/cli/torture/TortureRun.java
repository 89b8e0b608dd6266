package dev.twinset.cli.torture;

import dev.twinset.cli.torture.ledger.LedgerReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Faults one after the other, under load, until all were injected and enough was sent. */
final class TortureRun {
    /** After this long without any answer nothing will come. */
    private static final Duration STALL = Duration.ofMinutes(3);

    private final Cluster cluster;
    private final Load load;
    private final LedgerProcess ledger;
    private final Injector injector;
    private final Random random;
    private final Consumer<String> progress;
    private final Map<TortureFault, Integer> injected = new EnumMap<>(TortureFault.class);
    private final List<String> endedWorkers = new ArrayList<>();

    TortureRun(
            Cluster cluster,
            Load load,
            LedgerProcess ledger,
            Injector injector,
            Random random,
            Consumer<String> progress) {
        this.cluster = cluster;
        this.load = load;
        this.ledger = ledger;
        this.injector = injector;
        this.random = random;
        this.progress = progress;
    }

    /** @param events sent at least */
    TortureReport run(long seed, Map<TortureFault, Integer> faults, int events)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        load.start();
        awaitAnswer();
        List<TortureFault> order = shuffled(faults);
        for (int i = 0; i < order.size(); i++) {
            TortureFault fault = order.get(i);
            progress.accept((i + 1) + " of " + order.size() + ": " + fault.description() + "; " + state());
            injector.inject(fault, () -> ledger.fault(fault.title()));
            injected.merge(fault, 1, Integer::sum);
            awaitAnswer();
            Thread.sleep(500 + random.nextInt(2_500));
        }
        while (load.sent() < events) {
            Thread.sleep(1_000);
            restartEnded();
        }
        load.finish();
        progress.accept("waiting for the last answers; " + state());
        awaitAll();
        for (int worker = 1; worker <= cluster.workers(); worker++) {
            cluster.stopWorker(worker);
        }
        noteEnds();
        LedgerReport found = ledger.finish();
        Map<String, Integer> names = new LinkedHashMap<>();
        injected.forEach((fault, count) -> names.put(fault.title(), count));
        return new TortureReport(
                seed, names, Duration.ofNanos(System.nanoTime() - start).toSeconds(), List.copyOf(endedWorkers), found);
    }

    private List<TortureFault> shuffled(Map<TortureFault, Integer> faults) {
        List<TortureFault> order = new ArrayList<>();
        faults.forEach((fault, times) -> order.addAll(Collections.nCopies(times, fault)));
        Collections.shuffle(order, random);
        return order;
    }

    private String state() {
        return load.sent() + " sent, " + ledger.open() + " open";
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long before = ledger.ended();
        long end = System.nanoTime() + STALL.toNanos();
        while (ledger.ended() == before && System.nanoTime() < end) {
            restartEnded();
            Thread.sleep(100);
        }
    }

    private void awaitAll() throws IOException, InterruptedException {
        long last = ledger.open();
        long end = System.nanoTime() + STALL.toNanos();
        while (ledger.open() > 0 && System.nanoTime() < end) {
            restartEnded();
            Thread.sleep(500);
            if (ledger.open() != last) {
                last = ledger.open();
                end = System.nanoTime() + STALL.toNanos();
            }
        }
        if (ledger.open() > 0) {
            progress.accept(
                    ledger.open() + " events have not ended, and none has for " + STALL.toMinutes() + " minutes");
        }
    }

    private void restartEnded() throws IOException {
        if (!ledger.isAlive()) {
            throw new IOException("the ledger ended");
        }
        cluster.restartEnded();
        noteEnds();
    }

    private void noteEnds() {
        for (String one : cluster.takeEnds()) {
            progress.accept(one);
            endedWorkers.add(one);
        }
    }
}
