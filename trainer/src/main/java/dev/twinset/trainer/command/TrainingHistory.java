package dev.twinset.trainer.command;

import dev.twinset.trainer.progress.TrainingProgress;
import java.util.ArrayList;
import java.util.List;

/** Records a training for its report, and passes every event on. */
final class TrainingHistory implements TrainingProgress {
    private final TrainingProgress next;
    private final List<Epoch> epochs = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    TrainingHistory(TrainingProgress next) {
        this.next = next;
    }

    /** From the first one on, those before a checkpoint included. */
    List<Epoch> epochs() {
        return List.copyOf(epochs);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void resumed(List<Epoch> done) {
        epochs.addAll(done);
        next.resumed(done);
    }

    @Override
    public void step(Step step) {
        next.step(step);
    }

    @Override
    public void epoch(Epoch epoch) {
        epochs.add(epoch);
        next.epoch(epoch);
    }

    @Override
    public void note(String sentence) {
        notes.add(sentence);
        next.note(sentence);
    }
}
