package dev.twinset.vision.memory;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory outside the heap that is free but still belongs to the process: glibc keeps blocks for later, some 50 MB after
 * some thousand images. Java's own {@code -XX:TrimNativeHeapInterval} is not known to every Java 17. For one thread.
 */
public final class FreedMemory {
    private static final Logger log = LoggerFactory.getLogger(FreedMemory.class);
    private static final long BETWEEN = Duration.ofSeconds(30).toNanos();

    private long last = System.nanoTime();

    /** Gives it back to the system, if the last time was half a minute ago. To be called often. */
    public void giveBackNowAndThen() {
        if (System.nanoTime() - last >= BETWEEN) {
            giveBack();
            last = System.nanoTime();
        }
    }

    /** Takes some milliseconds. Without effect where there is no glibc, or a Java that does not know how. */
    static void giveBack() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            new Object[0],
                            new String[0]);
        } catch (JMException e) {
            log.debug("freed memory is kept", e);
        }
    }
}
