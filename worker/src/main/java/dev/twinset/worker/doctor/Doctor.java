package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.app.WorkerConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

    private Report examine(WorkerConfig config) {
        Finding read = new Finding.Notes(CONFIGURATION)
                .finding("worker " + config.workerId() + ", brokers at "
                        + config.kafka().getOrDefault("bootstrap.servers", "?"));
        List<Finding> findings = new ArrayList<>(List.of(read, JavaCheck.examine(around)));
        try (Patience patience = new Patience(limit)) {
            findings.addAll(new Examination(config, around, clock, patience).findings());
        }
        return new Report(findings);
    }
}
