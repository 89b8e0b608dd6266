package dev.twinset.worker.preflight.finding;

/** The result of a check; the later, the worse. */
public enum State {
    /** Does not apply here. */
    SKIPPED("-"),
    OK("ok"),
    /** The worker runs, but not as well or as safely as it could. */
    WARN("warn"),
    /** Could not be looked at: something hangs, or fails as another check reports. Nobody may take it for well. */
    UNKNOWN("?"),
    /** The worker does not run, or a promise does not hold. */
    FAIL("FAIL");

    private final String mark;

    State(String mark) {
        this.mark = mark;
    }

    /** For the table. */
    public String mark() {
        return mark;
    }
}
