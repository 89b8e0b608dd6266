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

    /** Of the time limit: the settings may name files. */
    private static final double READING = 0.25;

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

    /** @param config empty if the settings cannot be used */
    private record Configuration(Finding finding, Optional<WorkerConfig> config) {}

    DoctorReport examine(Settings settings) {
        List<Finding> findings = new ArrayList<>();
        try (TimeoutExecutor executor = new TimeoutExecutor(limit)) {
            Configuration read = TimeoutExecutor.result(
                    executor.start(() -> read(settings)),
                    executor.part(READING),
                    why -> new Configuration(
                            Finding.unknown(CONFIGURATION, TimeoutExecutor.NOT_IN_TIME + why), Optional.empty()));
            findings.add(read.finding());
            findings.add(JavaCheck.examine(runtime));
            read.config()
                    .map(config -> new Diagnosis(config, runtime, clock, executor).findings())
                    .orElseGet(() -> CHECKS.subList(2, CHECKS.size()).stream()
                            .map(check -> Finding.unknown(check, "see " + CONFIGURATION))
                            .toList())
                    .forEach(findings::add);
        }
        return new DoctorReport(findings);
    }

    private static Configuration read(Settings settings) {
        WorkerConfig given;
        try {
            given = settings.read();
        } catch (IOException | IllegalArgumentException e) {
            return new Configuration(
                    Finding.failed(CONFIGURATION, Text.of(e), "./twinset worker --list-settings explains each setting"),
                    Optional.empty());
        }
        Optional<WorkerConfig> slot = nextSlot(given);
        WorkerConfig config = slot.orElse(given);
        Finding.Notes notes = new Finding.Notes(CONFIGURATION);
        if (slot.isEmpty()) {
            notes.fail(
                    "every slot of " + given.dataDir() + " is taken by a worker: worker.slots is " + given.slots(),
                    "raise worker.slots, or start fewer workers");
        }
        return new Configuration(
                notes.finding("worker " + config.workerId() + ", brokers at "
                        + config.kafka().getOrDefault("bootstrap.servers", "?")),
                Optional.of(config));
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
