package dev.twinset.cli;

import dev.twinset.console.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code twinset} without a command. */
@Command(
        name = "twinset",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        customSynopsis = "twinset [-hV] [--debug] COMMAND",
        commandListHeading = "",
        description = "One catalogue image in, the five items that look most like it out: exactly once, over Kafka.",
        footer = {
            "",
            "twinset COMMAND --help explains one command. Start with: twinset demo",
            "",
            "TWINSET_LOG=INFO    says more on standard error (DEBUG: still more)",
            "TWINSET_DEBUG=1     shows the stack trace of a failure, as --debug does",
            "TWINSET_JAVA_OPTS   more options for the Java virtual machine",
            "",
            "Exit code: 0 done, 2 wrong use, 1 failed."
        })
final class RootCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean debug;

    boolean debug() {
        return debug;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command is given");
    }
}
