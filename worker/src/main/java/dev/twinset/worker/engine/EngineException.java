package dev.twinset.worker.engine;

/** The engine cannot be used as it is; the message is one sentence that says what to do. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String LOOK = "look at the settings that begin with engine., and at the engine's log";

    private final transient EngineFault fault;

    public EngineException(String message) {
        super(message);
        fault = new EngineFault(message, LOOK);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
        fault = new EngineFault(message, LOOK);
    }

    EngineException(EngineFault fault) {
        super(fault.what() + ": " + fault.remedy());
        this.fault = fault;
    }

    public EngineFault fault() {
        return fault;
    }
}
