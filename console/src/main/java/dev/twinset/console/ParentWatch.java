package dev.twinset.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Notices that the parent process has ended: the pipe from it is then closed. */
public final class ParentWatch {
    private ParentWatch() {}

    /**
     * Reads on a daemon thread, and discards what it reads.
     *
     * @param pipe standard input
     * @param whenGone runs once the pipe has ended or broken
     */
    public static void start(InputStream pipe, Runnable whenGone) {
        DaemonThreads.start("parent-watch", () -> {
            try {
                pipe.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // a broken pipe is an ended parent, too
            }
            whenGone.run();
        });
    }
}
