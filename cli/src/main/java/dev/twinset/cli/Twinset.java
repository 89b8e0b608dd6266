package dev.twinset.cli;

import picocli.CommandLine;

/** The program behind {@code ./twinset}: {@code twinset COMMAND [ARGUMENT]...}. */
public final class Twinset {
    private Twinset() {}

    public static void main(String[] arguments) {
        Logging.choose(arguments);
        int status = commandLine().execute(arguments);
        // commands may leave clients' threads behind that are not daemons
        System.exit(status);
    }

    static CommandLine commandLine() {
        CommandLine root = new CommandLine(new RootCommand());
        for (CommandGroup group : CommandGroup.all()) {
            group.commands().forEach(root::addSubcommand);
        }
        root.getHelpSectionMap().put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandGroup::list);
        Failures failures = new Failures(System.getenv());
        root.setParameterExceptionHandler(failures::wrongUse);
        root.setExecutionExceptionHandler(failures::failed);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        return root;
    }
}
