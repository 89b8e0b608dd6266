package dev.twinset.trainer.command;

import dev.twinset.trainer.evaluate.data.EvaluationProgress;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A progress bar for each task, one after another. */
final class EvaluationBars implements EvaluationProgress, AutoCloseable {
    private @Nullable TerminalBar bar;

    @Override
    public IntConsumer begin(String task, int total) {
        close();
        TerminalBar next = TerminalBar.images(task, total);
        bar = next;
        return next::stepTo;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
