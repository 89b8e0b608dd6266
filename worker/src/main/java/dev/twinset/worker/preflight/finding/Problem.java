package dev.twinset.worker.preflight.finding;

import static java.util.Objects.requireNonNull;

/**
 * @param what is wrong, one clause
 * @param remedy what a person can do
 */
public record Problem(Severity severity, String what, String remedy) {
    public Problem {
        requireNonNull(severity, "severity is null");
        requireNonNull(what, "what is null");
        requireNonNull(remedy, "remedy is null");
    }

    public State state() {
        return severity.state();
    }
}
