package dev.twinset.worker.models;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code twinset model}. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "See which model answers, build another one beside it, and switch.",
            "",
            "One model answers at a time; the workers of the others build: they write features and answer nothing. The"
                    + " commands read their settings as twinset worker does. docs/operating.md explains the steps."
        },
        footer = {
            "",
            "twinset model list                     which models there are, who answers",
            "twinset model reindex shop.twinset     builds the features of a new model",
            "twinset model switch 0123456789ab      lets it answer, once workers of it run",
            "twinset model back                     lets the model before answer again",
            "twinset model retire ba9876543210      deletes what a model has built"
        },
        subcommands = {
            ModelListCommand.class,
            ModelReindexCommand.class,
            ModelSwitchCommand.class,
            ModelBackCommand.class,
            ModelRetireCommand.class
        })
public final class ModelCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "no command is given, expected list, reindex, switch, back or retire");
    }
}
