package dev.twinset.trainer.command;

import dev.twinset.console.ShutdownHook;
import dev.twinset.trainer.checkpoint.CheckpointFile;

/** Says how a training that Ctrl-C or SIGTERM stopped can be resumed. */
final class ShutdownMessage {
    private final CheckpointFile checkpoints;
    private final boolean forced;

    ShutdownMessage(CheckpointFile checkpoints, boolean forced) {
        this.checkpoints = checkpoints;
        this.forced = forced;
    }

    /** Prints the message when the process is stopped before this is closed. */
    ShutdownHook register() {
        return ShutdownHook.add("shutdown-message", () -> System.err.println("\ntwinset train: " + sentence()));
    }

    private String sentence() {
        int epochs = checkpoints.epochsKept();
        if (epochs == 0) {
            return "stopped; nothing is kept yet, the same command starts over";
        }
        return "stopped; all up to epoch " + epochs + " is kept, the same command" + (forced ? " without --force" : "")
                + " goes on from there";
    }
}
