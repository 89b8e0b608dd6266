package dev.twinset.console;

import java.io.PrintWriter;

/** How far a task is. Any thread may call; calls may overtake each other. */
public interface Progress extends AutoCloseable {
    /** Reports nothing. */
    Progress NONE = done -> {};

    /** @param done so many of all */
    void to(long done);

    /** Shown behind the bar, where there is one. */
    default void note(String text) {}

    /** What must precede a line on the terminal, so that it does not mix with the bar. */
    default String lineStart() {
        return "";
    }

    @Override
    default void close() {}

    /**
     * A bar with rate and time left on a terminal, else a line every few seconds.
     *
     * @param bar whether to draw a bar on standard error
     * @param err where lines go
     */
    static Progress choose(Task task, long all, boolean bar, PrintWriter err) {
        return bar ? new BarProgress(task, all) : new LineProgress(task, all, err, System::nanoTime);
    }

    /** A bar on the standard error of a terminal; nothing where the output goes to a file or a pipe. */
    static Progress barOnly(String doing, String unit, long all) {
        return Terminal.isInteractive() ? new BarProgress(new Task(doing, doing, unit), all) : NONE;
    }

    /**
     * The words by which progress is reported.
     *
     * @param doing heads the bar, such as "publishing"
     * @param done begins a line, such as "published"
     * @param unit what is counted, such as "images"
     */
    record Task(String doing, String done, String unit) {}
}
