package dev.twinset.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A real Kafka on this machine's loopback, of one or three brokers (KRaft, each broker a controller too).
 *
 * <p>The directory is a {@link ClusterDirectory}: made when it is missing or empty, taken up again with its data when
 * an earlier cluster left it, refused when it holds anything else. What goes wrong is an {@link IOException} of one
 * sentence for the user.
 */
public interface LocalKafka extends AutoCloseable {
    /** {@code host:port[,host:port...]} for clients. */
    String bootstrapServers();

    /** Stops the brokers and waits for them; the data stays. Closing twice does nothing. */
    @Override
    void close();

    /** One broker inside this JVM, on free ports; returns when it serves. For tests: one at a time in a JVM. */
    static LocalKafka inProcess(Path directory) throws IOException {
        return inProcess(directory, Map.of());
    }

    /** @param settings broker settings that go before ours, such as {@code log.segment.bytes} */
    static LocalKafka inProcess(Path directory, Map<String, String> settings) throws IOException {
        return InProcessKafka.start(directory, settings);
    }

    /**
     * Brokers as JVMs of their own that die with this one; returns when all serve.
     *
     * @param brokers 1 or 3
     * @param firstPort client port of the first broker, the others follow; 0 for free ports
     */
    static Forked forked(Path directory, int brokers, int firstPort) throws IOException, InterruptedException {
        return forked(directory, brokers, firstPort, Map.of());
    }

    /** @param settings broker settings that go before ours, such as {@code log.segment.bytes} */
    static Forked forked(Path directory, int brokers, int firstPort, Map<String, String> settings)
            throws IOException, InterruptedException {
        return ForkedKafka.start(directory, brokers, firstPort, settings);
    }

    /** Brokers in JVMs of their own: what a fault test can do to them. Brokers count from 1. */
    interface Forked extends LocalKafka {
        /** Ends the broker at once, as SIGKILL or a power cut does; returns when it is gone. */
        void kill(int broker) throws InterruptedException;

        /** Starts a broker that was killed, on its port and data; returns when it serves. */
        void start(int broker) throws IOException, InterruptedException;

        /** The broker's process, to suspend it or to read its memory. */
        ProcessHandle process(int broker);

        /** Waits until a broker has ended that nobody here killed or closed, and tells which and why. */
        String awaitFailure() throws InterruptedException;
    }
}
