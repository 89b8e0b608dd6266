package dev.twinset.producer.answer;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.option.ItemFilter;
import dev.twinset.contract.rejection.RejectedEventException;
import java.util.Map;
import java.util.Optional;

/**
 * Why a worker would refuse what a person asks of an answer.
 *
 * @param option name of the option at fault
 * @param rest the sentence behind its name: people know the option by another
 */
public record OptionFault(String option, String rest) {
    public OptionFault {
        requireNonNull(option, "option is null");
        requireNonNull(rest, "rest is null");
    }

    /** @param options texts by the names of {@link AnswerOptions} */
    public static Optional<OptionFault> of(Map<String, String> options) {
        try {
            AnswerOptions.of(options, AnswerOptions.DEFAULT);
            return Optional.empty();
        } catch (RejectedEventException e) {
            String sentence = e.rejection().detail();
            return Optional.of(AnswerOptions.NAMES.stream()
                    .filter(name -> sentence.startsWith(name + " "))
                    .findFirst()
                    .map(name -> new OptionFault(name, sentence.substring(name.length() + 1)))
                    .orElseGet(() -> new OptionFault("", sentence)));
        }
    }

    /** @param name what people call the option */
    public String sentence(String name) {
        return option.isEmpty() ? rest : name + " " + rest;
    }

    /** The same for a query, of whose picture only these attributes are known. */
    public static Optional<OptionFault> ofQuery(Map<String, String> options, Map<String, String> attributes) {
        return of(options)
                .or(() -> ItemFilter.parse(options.getOrDefault("filter", "")).terms().stream()
                        .filter(term -> term.relative() && !attributes.containsKey(term.name()))
                        .findFirst()
                        .map(term -> new OptionFault(
                                "filter",
                                "compares with the picture's " + term.name() + ", which is not known, expected "
                                        + term.name() + (term.excludes() ? "!=" : "=") + "VALUE")));
    }
}
