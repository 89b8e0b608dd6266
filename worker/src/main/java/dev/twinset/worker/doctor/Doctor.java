package dev.twinset.worker.doctor;

import dev.twinset.worker.app.WorkerConfig;
import dev.twinset.worker.preflight.check.ClusterChecks;
import dev.twinset.worker.preflight.check.ModelsCheck;
import dev.twinset.worker.preflight.check.PartitionerCheck;
import dev.twinset.worker.preflight.connection.BrokersCheck;
import dev.twinset.worker.preflight.connection.LoginCheck;
import dev.twinset.worker.preflight.connection.TimeoutExecutor;
import dev.twinset.worker.preflight.connection.TlsCheck;
import dev.twinset.worker.preflight.engine.EngineChecks;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Text;
import dev.twinset.worker.preflight.machine.DataDirectoryCheck;
import dev.twinset.worker.preflight.machine.EnvironmentCheck;
import dev.twinset.worker.preflight.machine.JavaCheck;
import dev.twinset.worker.preflight.machine.KernelsCheck;
import dev.twinset.worker.preflight.machine.MemoryCheck;
import dev.twinset.worker.preflight.machine.ModelCheck;
import dev.twinset.worker.preflight.machine.PortCheck;
import dev.twinset.worker.preflight.machine.ReferencesCheck;
import dev.twinset.worker.preflight.machine.RuntimeEnvironment;
import dev.twinset.worker.preflight.machine.StoreCheck;
import dev.twinset.worker.store.StoreUser;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Checks everything that a worker of this configuration depends on, before it starts or while it runs. Changes nothing,
 * throws nothing, and ends in time, whatever hangs: the report says what was not checked by then.
 */
final class Doctor {
    private static final String CONFIGURATION = "configuration";

    /** Every check, in the order of the report. */
    static final List<String> CHECKS = Stream.of(
                    List.of(
                            CONFIGURATION,
                            JavaCheck.NAME,
                            MemoryCheck.NAME,
                            EnvironmentCheck.NAME,
                            ModelCheck.NAME,
                            KernelsCheck.NAME,
                            DataDirectoryCheck.NAME,
                            StoreCheck.NAME),
                    EngineChecks.NAMES,
                    List.of(ReferencesCheck.NAME, PortCheck.NAME, BrokersCheck.NAME, TlsCheck.NAME, LoginCheck.NAME),
                    ClusterChecks.NAMES,
                    List.of(PartitionerCheck.NAME, ModelsCheck.NAME))
            .flatMap(List::stream)
            .toList();

    private final RuntimeEnvironment runtime;
    private final Clock clock;
    private final Duration limit;

    Doctor(RuntimeEnvironment runtime, Clock clock, Duration limit) {
        this.runtime = runtime;
        this.clock = clock;
        this.limit = limit;
    }

    /** Reads the worker's settings. */
    @FunctionalInterface
    interface Settings {
        WorkerConfig read() throws IOException;
    }

    DoctorReport examine(Settings settings) {
        try {
            WorkerConfig config = settings.read();
            return examine(config);
        } catch (IOException | IllegalArgumentException e) {
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.failed(
                    CONFIGURATION, Text.of(e), "./twinset worker --list-settings explains each setting"));
            findings.add(JavaCheck.examine(runtime));
            CHECKS.subList(findings.size(), CHECKS.size())
                    .forEach(check -> findings.add(Finding.skipped(check, "see " + CONFIGURATION)));
            return new DoctorReport(findings);
        }
    }

    private DoctorReport examine(WorkerConfig given) {
        Optional<WorkerConfig> slot = nextSlot(given);
        WorkerConfig config = slot.orElse(given);
        Finding.Notes read = new Finding.Notes(CONFIGURATION);
        if (slot.isEmpty()) {
            read.fail(
                    "every slot of " + given.dataDir() + " is taken by a worker: worker.slots is " + given.slots(),
                    "raise worker.slots, or start fewer workers");
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(read.finding("worker " + config.workerId() + ", brokers at "
                + config.kafka().getOrDefault("bootstrap.servers", "?")));
        findings.add(JavaCheck.examine(runtime));
        try (TimeoutExecutor executor = new TimeoutExecutor(limit)) {
            findings.addAll(new Diagnosis(config, runtime, clock, executor).findings());
        }
        return new DoctorReport(findings);
    }

    /** The slot that the next worker would take; empty if none is free. */
    private static Optional<WorkerConfig> nextSlot(WorkerConfig config) {
        if (config.slots() == 0) {
            return Optional.of(config);
        }
        return IntStream.rangeClosed(1, config.slots())
                .filter(number -> !StoreUser.ofLock(config.slotLock(number)).isHeld())
                .mapToObj(config::inSlot)
                .findFirst();
    }
}
