package dev.twinset.worker.kafka;

import dev.twinset.kafka.errors.KafkaErrors;
import dev.twinset.worker.preflight.Changelog;
import dev.twinset.worker.preflight.Preflight;
import dev.twinset.worker.preflight.PreflightException;
import java.util.function.Supplier;

/** The preflight of a worker: at its start, and when the brokers refuse something later. */
final class StartChecks {
    private final Supplier<Preflight> preflights;

    /** @param preflights makes a new one */
    StartChecks(Supplier<Preflight> preflights) {
        this.preflights = preflights;
    }

    /** @throws WorkerException if the worker cannot start */
    Changelog run() {
        try {
            return preflights.get().run();
        } catch (PreflightException e) {
            throw new WorkerException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Checks once more: in mid-stream the brokers tell a client that it was refused, but not which right it lacks. */
    WorkerException refused(RuntimeException e) {
        Preflight preflight = preflights.get();
        try {
            preflight.run();
        } catch (PreflightException now) {
            boolean unreachable = now.getCause() != null && !KafkaErrors.isRefusal(now);
            if (!unreachable) { // a broker that is down by now says nothing of the reason
                WorkerException fault = new WorkerException(String.valueOf(now.getMessage()), now);
                fault.addSuppressed(e);
                return fault;
            }
        }
        return new WorkerException(preflight.explain(e).orElseGet(() -> "Kafka refuses: " + e.getMessage()), e);
    }
}
