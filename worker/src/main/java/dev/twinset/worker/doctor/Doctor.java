package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.app.WorkerConfig;
import dev.twinset.worker.store.StoreUser;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Looks at everything that a worker of this configuration rests on, before it starts or beside it while it runs.
 * Changes nothing, throws nothing, and ends in time, whatever hangs: what was not seen by then is said to be so.
 */
final class Doctor {
    private static final String CONFIGURATION = "configuration";

    /** Every check, in the order of the report. */
    static final List<String> CHECKS = List.of(
            CONFIGURATION,
            JavaCheck.NAME,
            MemoryCheck.NAME,
            EnvironmentCheck.NAME,
            ModelCheck.NAME,
            KernelsCheck.NAME,
            DataDirectoryCheck.NAME,
            StoreCheck.NAME,
            PortCheck.NAME,
            BrokersCheck.NAME,
            TlsCheck.NAME,
            LoginCheck.NAME,
            VersionCheck.NAME,
            TopicsCheck.NAME,
            SizesCheck.NAME,
            RightsCheck.NAME,
            GroupCheck.NAME,
            ClockCheck.NAME);

    private final Surroundings around;
    private final Clock clock;
    private final Duration limit;

    Doctor(Surroundings around, Clock clock, Duration limit) {
        this.around = requireNonNull(around, "around is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.limit = requireNonNull(limit, "limit is null");
    }

    /** Reads the worker's settings. */
    @FunctionalInterface
    interface Settings {
        WorkerConfig read() throws IOException;
    }

    Report examine(Settings settings) {
        try {
            WorkerConfig config = settings.read();
            return examine(config);
        } catch (IOException | IllegalArgumentException e) {
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.failed(
                    CONFIGURATION, Text.of(e), "./twinset worker --list-settings explains each setting"));
            findings.add(JavaCheck.examine(around));
            CHECKS.subList(findings.size(), CHECKS.size())
                    .forEach(check -> findings.add(Finding.skipped(check, "see " + CONFIGURATION)));
            return new Report(findings);
        }
    }

    private Report examine(WorkerConfig given) {
        Optional<WorkerConfig> place = nextPlace(given);
        WorkerConfig config = place.orElse(given);
        Finding.Notes read = new Finding.Notes(CONFIGURATION);
        if (place.isEmpty()) {
            read.fail(
                    "every slot of " + given.dataDir() + " is taken by a worker: worker.slots is " + given.slots(),
                    "raise worker.slots, or start fewer workers");
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(read.finding("worker " + config.workerId() + ", brokers at "
                + config.kafka().getOrDefault("bootstrap.servers", "?")));
        findings.add(JavaCheck.examine(around));
        try (Patience patience = new Patience(limit)) {
            findings.addAll(new Examination(config, around, clock, patience).findings());
        }
        return new Report(findings);
    }

    /** The place that the next worker would take; empty if none is free. */
    private static Optional<WorkerConfig> nextPlace(WorkerConfig config) {
        if (config.slots() == 0) {
            return Optional.of(config);
        }
        return IntStream.rangeClosed(1, config.slots())
                .filter(number -> !StoreUser.ofLock(config.slotLock(number)).isHeld())
                .mapToObj(config::inSlot)
                .findFirst();
    }
}
