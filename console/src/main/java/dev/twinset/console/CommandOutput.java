package dev.twinset.console;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A mixin for commands that print text or, with {@code --json}, JSON. */
public final class CommandOutput {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print JSON instead of text: one object, or one per line; an error too.")
    private boolean json;

    public boolean json() {
        return json;
    }

    public PrintWriter out() {
        return command().commandLine().getOut();
    }

    public PrintWriter err() {
        return command().commandLine().getErr();
    }

    /** Prints the one or the other, and flushes. */
    public void print(Supplier<String> text, Supplier<String> asJson) {
        PrintWriter out = out();
        out.println(json ? asJson.get() : text.get());
        out.flush();
    }

    /** Exit code 2: this sentence, and how to get help. */
    public ParameterException usageError(String sentence) {
        return new ParameterException(command().commandLine(), sentence);
    }

    /** The same for options that exclude each other. */
    public ParameterException usageError(IllegalArgumentException fault) {
        return new ParameterException(command().commandLine(), String.valueOf(fault.getMessage()), fault);
    }

    private CommandSpec command() {
        return requireNonNull(spec, "this is not a mixin of a command");
    }
}
