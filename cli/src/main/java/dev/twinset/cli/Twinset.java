package dev.twinset.cli;

import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code ./twinset}: {@code twinset COMMAND [ARGUMENT]...}. */
public final class Twinset {
    private static final Set<String> ABOUT_ITSELF = Set.of("-h", "--help", "-V", "--version");

    private Twinset() {}

    public static void main(String[] arguments) {
        Logging.choose(arguments);
        int status = commandLine(arguments).execute(arguments);
        // commands may leave clients' threads behind that are not daemons
        System.exit(status);
    }

    /**
     * With the command that {@code arguments} begin with, with none if they ask about the program itself, or else with
     * all: to make all of them takes longer than most commands run.
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine root = new CommandLine(new RootCommand());
        List<Class<?>> all = CommandGroup.all().stream()
                .flatMap(group -> group.commands().stream())
                .toList();
        List<Class<?>> asked = all.stream()
                .filter(command -> arguments.length > 0 && arguments[0].equals(name(command)))
                .toList();
        boolean none = arguments.length == 1 && ABOUT_ITSELF.contains(arguments[0]);
        (asked.isEmpty() && !none ? all : asked).forEach(root::addSubcommand);
        root.getHelpSectionMap().put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandGroup::list);
        Failures failures = new Failures(System.getenv());
        root.setParameterExceptionHandler(failures::wrongUse);
        root.setExecutionExceptionHandler(failures::failed);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        return root;
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }
}
