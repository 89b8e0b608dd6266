package dev.twinset.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.twinset.console.FailureText;
import dev.twinset.kafka.errors.KafkaAccessException;
import dev.twinset.worker.kafka.WorkerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What a person sees of a failure: one sentence on standard error; with {@code --json} a program reads it, too, as the
 * last line of standard output, {@code {"error": ...}}. An exception that tells what is wrong outside the program
 * (files, network, Kafka, arguments) speaks for itself; any other is our fault, and the sentence says how to see more.
 */
final class Failures {
    private static final String JSON = "--json";

    private final boolean debugByEnvironment;

    Failures(Map<String, String> environment) {
        String value = environment.getOrDefault("TWINSET_DEBUG", "");
        debugByEnvironment = !value.isEmpty() && !value.equals("0");
    }

    /** Exit code 2. */
    int wrongUse(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        boolean json = command.getCommandSpec().findOption(JSON) != null
                && List.of(arguments).contains(JSON);
        say(command, sentence(e) + " (see " + name(command) + " --help)", json);
        return ExitCode.USAGE;
    }

    /** Exit code 1. */
    int failed(Exception e, CommandLine command, ParseResult result) {
        Throwable cause = unwrap(e);
        String sentence = told(cause).orElseGet(() -> "unexpected failure: " + chain(cause) + pointer());
        say(command, sentence, command.getParseResult().hasMatchedOption(JSON));
        if (debug(command)) {
            e.printStackTrace(command.getErr());
            command.getErr().flush();
        }
        return ExitCode.SOFTWARE;
    }

    /** To a person, and with {@code --json} also to the program that reads standard output. */
    private static void say(CommandLine command, String sentence, boolean json) {
        PrintWriter err = command.getErr();
        err.println(name(command) + ": " + sentence);
        err.flush();
        if (json) {
            PrintWriter out = command.getOut();
            out.println(JsonNodeFactory.instance.objectNode().put("error", sentence));
            out.flush();
        }
    }

    private boolean debug(CommandLine command) {
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return debugByEnvironment || (root.getCommand() instanceof RootCommand options && options.debug());
    }

    private static String pointer() {
        return " (a fault of twinset: the same command with --debug shows where)";
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static String sentence(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && e.getCommandLine().getParent() == null) {
            return unknownCommand(unmatched);
        }
        return oneLine(e.getMessage());
    }

    private static String unknownCommand(UnmatchedArgumentException e) {
        String given = e.getUnmatched().get(0);
        if (given.startsWith("-")) {
            return "unknown option '" + given + "'";
        }
        return "there is no command '" + given + "'"
                + e.getSuggestions().stream()
                        .findFirst()
                        .map(nearest -> "; did you mean '" + nearest + "'?")
                        .orElse("");
    }

    private static Throwable unwrap(Throwable e) {
        Throwable cause = e.getCause();
        boolean wrapper = e instanceof ExecutionException
                || e instanceof CompletionException
                || e instanceof UncheckedIOException
                || e instanceof CommandLine.ExecutionException;
        return wrapper && cause != null ? unwrap(cause) : e;
    }

    /** What the exception says for itself, if it is of the kind that does. */
    private static Optional<String> told(Throwable e) {
        if (e instanceof FileSystemException file) {
            return Optional.of(oneLine(FailureText.of(file)));
        }
        if (e instanceof KafkaAccessException || e.getCause() instanceof WorkerException) {
            return Optional.of(oneLine(e.getMessage())); // the whole sentence; a cause may hold a secret
        }
        if (e instanceof KafkaException) {
            return Optional.of("Kafka: " + chain(e));
        }
        if (e instanceof IOException || e instanceof IllegalArgumentException) {
            return Optional.of(chain(e));
        }
        if (e instanceof InterruptedException) {
            return Optional.of("interrupted");
        }
        return Optional.empty();
    }

    /** The message, and those of the causes that say something more. */
    private static String chain(Throwable e) {
        StringBuilder text = new StringBuilder(FailureText.of(e));
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && text.indexOf(message) < 0) {
                text.append(": ").append(message);
            }
        }
        return oneLine(text.toString());
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
