package dev.twinset.trainer.command;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar with rate and time left, on the standard error of a terminal; nothing where the output goes to a file
 * or a pipe. Any thread.
 */
final class TerminalBar implements AutoCloseable {
    private static final String CLEAR_LINE = "\r\033[K";

    private final @Nullable ProgressBar bar;

    private TerminalBar(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /** @param max images in all */
    static TerminalBar images(String task, long max) {
        if (!Terminal.isInteractive()) {
            return new TerminalBar(null);
        }
        return new TerminalBar(new ProgressBarBuilder()
                .setTaskName(task)
                .setUnit(" images", 1)
                .setInitialMax(max)
                .setUpdateIntervalMillis(200)
                .continuousUpdate()
                .showSpeed()
                .build());
    }

    void stepTo(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    /** Shown behind the bar. */
    void note(String text) {
        if (bar != null) {
            bar.setExtraMessage(text);
        }
    }

    /** What must stand before a line on the terminal, so that it does not mix with the bar. */
    String lineStart() {
        return bar == null ? "" : CLEAR_LINE;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
