package dev.twinset.broker;

import java.io.IOException;
import java.nio.file.Path;

/** A real Kafka on this machine's loopback, of one or three brokers. */
public interface LocalKafka extends AutoCloseable {
    /** {@code host:port[,host:port...]} for clients. */
    String bootstrapServers();

    @Override
    void close();

    /** One broker inside this JVM, on free ports; returns when it serves. For tests. */
    @SuppressWarnings("DoNotCallSuggester")
    static LocalKafka inProcess(Path directory) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Brokers as JVMs of their own that die with this one; returns when all serve.
     *
     * @param brokers 1 or 3
     * @param firstPort client port of the first broker, the others follow; 0 for free ports
     */
    @SuppressWarnings("DoNotCallSuggester")
    static LocalKafka forked(Path directory, int brokers, int firstPort) throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }
}
