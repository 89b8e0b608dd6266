package dev.twinset.console;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** {@code publishing 15% [==> ] 1234/8017 images (0:00:03 / 0:00:16) 512/s}. */
final class BarProgress implements Progress {
    private static final String CLEAR_LINE = "\r\033[K";

    private final ProgressBar bar;

    BarProgress(Task task, long all) {
        this(new ProgressBarBuilder(), task, all);
    }

    BarProgress(ProgressBarBuilder builder, Task task, long all) {
        bar = builder.setTaskName(task.doing())
                .setInitialMax(all)
                .setUnit(" " + task.unit(), 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .continuousUpdate()
                .showSpeed()
                .build();
    }

    @Override
    public synchronized void to(long done) {
        bar.stepTo(Math.max(bar.getCurrent(), done));
    }

    @Override
    public void note(String text) {
        bar.setExtraMessage(text);
    }

    @Override
    public String lineStart() {
        return CLEAR_LINE;
    }

    @Override
    public void close() {
        bar.close();
    }
}
