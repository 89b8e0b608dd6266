package dev.twinset.worker.preflight.finding;

/** The result of a check; the later, the worse. */
public enum State {
    /** Could not be looked at, because of something that another check reports. */
    SKIPPED("-"),
    OK("ok"),
    /** The worker runs, but not as well or as safely as it could. */
    WARN("warn"),
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
