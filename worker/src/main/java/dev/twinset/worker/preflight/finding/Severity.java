package dev.twinset.worker.preflight.finding;

/** What a problem means for a worker. */
public enum Severity {
    /** It runs, but not as well or as safely as it could. */
    ADVICE(State.WARN),
    /** It does not work, or not for long, while this lasts; it starts all the same, as this may pass by itself. */
    FAULT(State.FAIL),
    /** It refuses to start: a promise would not hold. */
    BLOCKER(State.FAIL);

    private final State state;

    Severity(State state) {
        this.state = state;
    }

    State state() {
        return state;
    }
}
