package dev.twinset.broker;

import dev.twinset.console.ParentWatch;
import java.io.IOException;
import java.nio.file.Path;
import kafka.Kafka;
import org.slf4j.LoggerFactory;

/**
 * The main class of a forked broker; its arguments are the file {@code server.properties} and the cluster id. Standard
 * input is a pipe from the parent process. When the parent ends, for whatever reason, the pipe is closed and the broker
 * halts.
 */
final class BrokerMain {
    private static final int FAILED = 1;
    private static final int ORPHANED = 3;

    private BrokerMain() {}

    public static void main(String[] arguments) {
        ParentWatch.start(System.in, () -> Runtime.getRuntime().halt(ORPHANED));
        format(Path.of(arguments[0]), arguments[1]);
        Kafka.main(new String[] {arguments[0]});
    }

    private static void format(Path settings, String clusterId) {
        try {
            Storage.format(settings, clusterId);
        } catch (IOException | RuntimeException e) {
            // fatal: the parent looks for the reason in the log
            LoggerFactory.getLogger(BrokerMain.class).error(e.getMessage(), e);
            Runtime.getRuntime().halt(FAILED);
        }
    }
}
