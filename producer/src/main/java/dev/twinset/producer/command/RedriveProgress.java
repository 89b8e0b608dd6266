package dev.twinset.producer.command;

import dev.twinset.console.Progress;
import dev.twinset.producer.publish.ProgressListener;
import java.io.PrintWriter;
import java.util.Optional;

/** Progress that begins when it is known how much there is to do. */
final class RedriveProgress implements ProgressListener, AutoCloseable {
    private static final Progress.Task REDRIVING = new Progress.Task("redriving", "settled", "dead letters");

    private final boolean terminal;
    private final PrintWriter err;
    private Optional<Progress> shown = Optional.empty();

    RedriveProgress(boolean terminal, PrintWriter err) {
        this.terminal = terminal;
        this.err = err;
    }

    /** Always true. */
    boolean begin(long letters) {
        shown = Optional.of(Progress.choose(REDRIVING, letters, terminal, err));
        return true;
    }

    @Override
    public void settled(int settled, int items) {
        shown.ifPresent(progress -> progress.to(settled));
    }

    @Override
    public void close() {
        shown.ifPresent(Progress::close);
    }
}
