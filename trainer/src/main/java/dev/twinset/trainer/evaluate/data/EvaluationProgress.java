package dev.twinset.trainer.evaluate.data;

import java.util.function.IntConsumer;

/** Receives the progress of an evaluation. */
@FunctionalInterface
public interface EvaluationProgress {
    /**
     * The next task begins, the one before is done.
     *
     * @param total what it will count to
     * @return receives how much is done, from any thread
     */
    IntConsumer begin(String task, int total);
}
