package dev.twinset.producer.command;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.producer.answer.OptionFault;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A mixin for commands whose events are answered: what they ask of the answers, but for the number of items, whose
 * option has another name where {@code --limit} is taken. What is not given is the workers' default.
 */
final class AskOptions {
    /** Names of {@link AnswerOptions} that are options of another name. */
    private static final Map<String, String> FLAGS =
            Map.of("scorethreshold", "--score-threshold", "groupby", "--group-by", "groupsize", "--group-size");

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--score-threshold",
            paramLabel = "X",
            description = "Only items with this score or a higher one, -1 to 1.")
    private Optional<String> scoreThreshold = Optional.empty();

    @Option(
            names = "--filter",
            paramLabel = "TEXT",
            description =
                    "Only items with these attributes, such as 'gender=Women|Unisex,season!=Winter'. 'gender' alone"
                            + " is the same value as the asking item's, '-brand' another one.")
    private Optional<String> filter = Optional.empty();

    @Option(
            names = "--fallback",
            negatable = true,
            description = "Fill up an answer that the filter makes short with other items, which are marked.")
    private @Nullable Boolean fallback;

    @Option(
            names = "--group-by",
            paramLabel = "NAME",
            description = "Only a few items with the same value of this attribute.")
    private Optional<String> groupBy = Optional.empty();

    @Option(names = "--group-size", paramLabel = "N", description = "How many of them. Default: 1.")
    private Optional<String> groupSize = Optional.empty();

    @Option(
            names = "--diversity",
            paramLabel = "X",
            description = "From 0, best score first, to 1: items that resemble better ones move down or out.")
    private Optional<String> diversity = Optional.empty();

    @Option(names = "--why", negatable = true, description = "Say of each item how its score comes about.")
    private @Nullable Boolean why;

    /**
     * What is asked, by the names of {@link AnswerOptions}.
     *
     * @param limitOption name of the command's option for the number of items
     * @throws ParameterException if a worker would refuse it
     */
    Map<String, String> asked(String limitOption, Optional<String> limit) {
        Map<String, String> asked = new TreeMap<>();
        limit.ifPresent(text -> asked.put("limit", text));
        scoreThreshold.ifPresent(text -> asked.put("scorethreshold", text));
        filter.ifPresent(text -> asked.put("filter", text));
        Optional.ofNullable(fallback).ifPresent(flag -> asked.put("fallback", flag.toString()));
        groupBy.ifPresent(text -> asked.put("groupby", text));
        groupSize.ifPresent(text -> asked.put("groupsize", text));
        diversity.ifPresent(text -> asked.put("diversity", text));
        Optional.ofNullable(why).ifPresent(flag -> asked.put("why", flag.toString()));
        OptionFault.of(asked).ifPresent(fault -> {
            String option = fault.option().equals("limit")
                    ? limitOption
                    : FLAGS.getOrDefault(fault.option(), "--" + fault.option());
            throw new ParameterException(requireNonNull(spec).commandLine(), fault.sentence(option));
        });
        return asked;
    }
}
