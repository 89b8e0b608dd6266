package dev.twinset.broker;

import dev.twinset.console.process.ServerDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A real Kafka on this machine's loopback interface: one or three brokers in KRaft mode, each a controller, too.
 *
 * <p>The directory is a {@link ServerDirectory}. It is created if it is missing or empty, reused with its data if an
 * earlier cluster left it, and refused if it holds anything else. Failures are {@link IOException}s whose message is
 * one sentence for the user.
 */
public interface LocalKafka extends AutoCloseable {
    /** {@code host:port[,host:port...]} for clients. */
    String bootstrapServers();

    /** Stops the brokers and waits for them; the data stays. Closing twice does nothing. */
    @Override
    void close();

    /** One broker inside this JVM, on free ports; returns when it serves. For tests; one at a time in a JVM. */
    static LocalKafka inProcess(Path directory) throws IOException {
        return inProcess(directory, Map.of());
    }

    /** @param settings broker settings that override ours, such as {@code log.segment.bytes} */
    static LocalKafka inProcess(Path directory, Map<String, String> settings) throws IOException {
        return InProcessKafka.start(directory, settings);
    }

    /**
     * Brokers in JVMs of their own, which end with this one; returns when all serve.
     *
     * @param brokers 1 or 3
     * @param firstPort client port of the first broker, the others follow; 0 for free ports
     */
    static Forked forked(Path directory, int brokers, int firstPort) throws IOException, InterruptedException {
        return forked(directory, brokers, firstPort, Map.of());
    }

    /** @param settings broker settings that override ours, such as {@code log.segment.bytes} */
    static Forked forked(Path directory, int brokers, int firstPort, Map<String, String> settings)
            throws IOException, InterruptedException {
        return ForkedKafka.start(directory, brokers, firstPort, settings);
    }

    /** Brokers in JVMs of their own, with the faults that a test can cause. Brokers are numbered from 1. */
    interface Forked extends LocalKafka {
        /** Ends the broker at once, as SIGKILL or a power cut does; returns when it is gone. */
        void kill(int broker) throws InterruptedException;

        /** Starts a broker that was killed, on its port and data; returns when it serves. */
        void start(int broker) throws IOException, InterruptedException;

        /** The broker's process, to suspend it or to read its memory usage. */
        ProcessHandle process(int broker);

        /** Why a broker ended that was neither killed nor closed here; empty while all run. */
        Optional<String> failure();

        /**
         * Keeps the brokers running: one that ends, though it was neither killed nor closed here, is started again.
         *
         * @param events is told which broker ended and why, and when it serves again
         * @return once a broker ends over and over: which one and why
         */
        String supervise(Consumer<String> events) throws InterruptedException;
    }
}
