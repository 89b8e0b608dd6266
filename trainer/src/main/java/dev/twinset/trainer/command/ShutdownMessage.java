package dev.twinset.trainer.command;

import dev.twinset.trainer.checkpoint.CheckpointFile;

/** Says how a training that Ctrl-C or SIGTERM stopped can be resumed; on the shutdown thread. */
final class ShutdownMessage implements AutoCloseable {
    private final CheckpointFile checkpoints;
    private final boolean forced;
    private final Thread hook = new Thread(() -> System.err.println("\ntwinset train: " + sentence()), "farewell");

    ShutdownMessage(CheckpointFile checkpoints, boolean forced) {
        this.checkpoints = checkpoints;
        this.forced = forced;
    }

    /** From now on. */
    void stand() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private String sentence() {
        int epochs = checkpoints.epochsKept();
        if (epochs == 0) {
            return "stopped; nothing is kept yet, the same command starts anew";
        }
        return "stopped; all up to epoch " + epochs + " is kept, the same command" + (forced ? " without --force" : "")
                + " goes on from there";
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // then it has been printed
        }
    }
}
