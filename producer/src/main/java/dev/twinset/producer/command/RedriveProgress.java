package dev.twinset.producer.command;

import dev.twinset.producer.publish.ProgressListener;
import java.io.PrintWriter;
import java.util.Optional;

/** Progress that begins when it is known how much there is to do. */
final class RedriveProgress implements ProgressListener, AutoCloseable {
    private final boolean terminal;
    private final PrintWriter err;
    private Optional<PublishProgress> shown = Optional.empty();

    RedriveProgress(boolean terminal, PrintWriter err) {
        this.terminal = terminal;
        this.err = err;
    }

    /** Always true. */
    boolean begin(long letters) {
        int items = (int) Math.min(Integer.MAX_VALUE, letters);
        shown = Optional.of(PublishProgress.choose(PublishProgress.Task.REDRIVING, terminal, items, err));
        return true;
    }

    @Override
    public void settled(int settled, int items) {
        shown.ifPresent(progress -> progress.settled(settled, items));
    }

    @Override
    public void close() {
        shown.ifPresent(PublishProgress::close);
    }
}
