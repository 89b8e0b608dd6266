package dev.twinset.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What a child process learns by its pipe from the parent: that it may go on, and that the parent has ended. */
public final class ParentWatch {
    private ParentWatch() {}

    /**
     * Reads on a daemon thread, and discards what it reads.
     *
     * @param pipe standard input
     * @param whenGone runs once the pipe has ended or broken
     */
    public static void start(InputStream pipe, Runnable whenGone) {
        start(pipe, () -> {}, whenGone);
    }

    /**
     * @param whenTold runs once the parent has written something; never if it ends before
     * @param whenGone runs once the pipe has ended or broken
     */
    public static void start(InputStream pipe, Runnable whenTold, Runnable whenGone) {
        DaemonThreads.start("parent-watch", () -> {
            try {
                if (pipe.read() >= 0) {
                    whenTold.run();
                    pipe.transferTo(OutputStream.nullOutputStream());
                }
            } catch (IOException e) {
                // a broken pipe is an ended parent, too
            }
            whenGone.run();
        });
    }
}
