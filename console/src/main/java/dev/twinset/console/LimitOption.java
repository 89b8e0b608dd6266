package dev.twinset.console;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A mixin for commands that read a catalogue: {@code --limit}. */
public final class LimitOption {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--limit", paramLabel = "N", description = "Take only the first N items of the catalogue.")
    private int limit = Integer.MAX_VALUE;

    /**
     * How many items to take; {@link Integer#MAX_VALUE} for all.
     *
     * @throws ParameterException if the limit is below 1
     */
    public int items() {
        if (limit < 1) {
            throw new ParameterException(
                    requireNonNull(spec, "this is not a mixin of a command").commandLine(),
                    "--limit is " + limit + ", expected 1 or more");
        }
        return limit;
    }

    /** The first of these, or all. */
    public <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(items(), all.size()));
    }
}
