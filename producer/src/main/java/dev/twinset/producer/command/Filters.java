package dev.twinset.producer.command;

import dev.twinset.producer.rejected.DeadLetterFilter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Filters as options give them: what contradicts itself is wrong use. */
final class Filters {
    private Filters() {}

    static DeadLetterFilter of(DeadLetterOptions options, CommandSpec spec) {
        try {
            return options.filter();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
