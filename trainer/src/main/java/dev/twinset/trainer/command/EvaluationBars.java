package dev.twinset.trainer.command;

import dev.twinset.console.Progress;
import dev.twinset.trainer.evaluate.data.EvaluationProgress;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A progress bar for each task, one after another. */
final class EvaluationBars implements EvaluationProgress, AutoCloseable {
    private @Nullable Progress bar;

    @Override
    public IntConsumer begin(String task, int total) {
        close();
        Progress next = Progress.barOnly(task, "images", total);
        bar = next;
        return next::to;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
