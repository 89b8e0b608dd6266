package dev.twinset.console;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the process alive. */
public final class DaemonThreads {
    private DaemonThreads() {}

    /** Makes threads that all have this name. */
    public static ThreadFactory named(String name) {
        return task -> unstarted(name, task);
    }

    public static Thread start(String name, Runnable task) {
        Thread thread = unstarted(name, task);
        thread.start();
        return thread;
    }

    public static Thread unstarted(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
