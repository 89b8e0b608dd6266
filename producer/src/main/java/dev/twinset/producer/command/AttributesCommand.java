package dev.twinset.producer.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code twinset attributes}. */
@Command(
        name = "attributes",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AttributesSetCommand.class, AttributesShowCommand.class, AttributesForgetCommand.class},
        description = {
            "Say something of items without an image, such as that they are sold out.",
            "",
            "It lies over the attributes that came with the items' images, and counts for every later answer; items may"
                    + " come later, and may be deleted and come again."
        })
public final class AttributesCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "no command is given, such as twinset attributes set 10042 available=false");
    }
}
