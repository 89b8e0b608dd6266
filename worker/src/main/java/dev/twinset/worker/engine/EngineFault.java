package dev.twinset.worker.engine;

import static java.util.Objects.requireNonNull;

/**
 * Why the engine cannot be used as it is.
 *
 * @param what is wrong, one clause
 * @param remedy what a person can do
 */
public record EngineFault(String what, String remedy) {
    public EngineFault {
        requireNonNull(what, "what is null");
        requireNonNull(remedy, "remedy is null");
    }
}
