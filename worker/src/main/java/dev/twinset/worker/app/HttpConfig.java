package dev.twinset.worker.app;

import static java.util.Objects.requireNonNull;

/**
 * Where a worker shows its metrics and health.
 *
 * @param host address or name to listen on
 * @param port 0 for any that is free
 * @param otherPort whether any free port will do if this one is taken
 */
public record HttpConfig(String host, int port, boolean otherPort) {
    public HttpConfig {
        requireNonNull(host, "host is null");
    }
}
