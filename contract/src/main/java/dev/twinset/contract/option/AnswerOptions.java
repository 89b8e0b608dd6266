package dev.twinset.contract.option;

import dev.twinset.contract.rejection.RejectedEventException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What an event asks of its answer. Each option travels as a header, {@code ce_} and the option's name; what an event
 * does not ask for is the worker's default.
 *
 * @param limit items in the answer, 1 to 100
 * @param scoreThreshold the least score of an item in the answer, -1 to 1
 * @param filter what an item's attributes must be
 * @param fallback whether items that the filter excludes fill up an answer that would be short, each marked
 * @param groupBy attribute of whose values an answer names few items each
 * @param groupSize how many items of one value of {@code groupBy}, 1 to {@code limit}
 * @param diversity 0 orders by score alone; the closer to 1, the more an item loses by resembling better ones
 * @param why whether each item says how its score comes about
 */
public record AnswerOptions(
        int limit,
        OptionalDouble scoreThreshold,
        ItemFilter filter,
        boolean fallback,
        Optional<String> groupBy,
        int groupSize,
        double diversity,
        boolean why) {
    public static final AnswerOptions DEFAULT =
            new AnswerOptions(5, OptionalDouble.empty(), ItemFilter.NONE, false, Optional.empty(), 1, 0, false);

    /** Names of the options, as in headers without their prefix and in an answer's {@code options}. */
    public static final Set<String> NAMES =
            Set.of("limit", "scorethreshold", "filter", "fallback", "groupby", "groupsize", "diversity", "why");

    /**
     * What an event asks for, on top of the defaults.
     *
     * @param asked option names to values, as the headers say them
     * @throws RejectedEventException {@code BAD_OPTION} if a value is malformed or out of range
     */
    public static AnswerOptions of(Map<String, String> asked, AnswerOptions defaults) throws RejectedEventException {
        throw new UnsupportedOperationException();
    }

    /** The options that differ from {@link #DEFAULT}, by name, in order of names: {@link #of} reads them back. */
    public Map<String, String> asked() {
        throw new UnsupportedOperationException();
    }

    /** With the filter's terms that compare with the asking item's attributes made absolute. */
    public AnswerOptions resolved(Map<String, String> attributes) {
        return new AnswerOptions(
                limit, scoreThreshold, filter.resolved(attributes), fallback, groupBy, groupSize, diversity, why);
    }
}
