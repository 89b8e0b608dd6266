package dev.twinset.producer.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code twinset rejected}. */
@Command(
        name = "rejected",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Look at rejected images and send them again.",
            "",
            "An event that cannot be served ends as one record on the dead-letter topic, with a reason and the original"
                    + " bytes. docs/rejected-images.md explains each reason."
        },
        subcommands = {
            RejectedListCommand.class,
            RejectedShowCommand.class,
            RejectedExportCommand.class,
            RejectedRedriveCommand.class
        })
public final class RejectedCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command is given, expected list, show, export or redrive");
    }
}
