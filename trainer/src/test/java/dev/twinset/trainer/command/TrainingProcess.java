package dev.twinset.trainer.command;

import picocli.CommandLine;

/** {@code twinset train} in a process of its own, to be killed. */
final class TrainingProcess {
    private TrainingProcess() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TrainCommand())
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    System.err.println(e.getMessage());
                    return 1;
                })
                .execute(arguments));
    }
}
