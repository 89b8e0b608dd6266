package dev.twinset.contract.option;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What an event asks of its answer. Each option travels as a header, {@code ce_} and the option's name; what an event
 * does not ask for is the worker's default.
 *
 * @param limit items in the answer, 1 to 100
 * @param scoreThreshold the least score of an item in the answer, -1 to 1
 * @param filter what an item's attributes must be
 * @param fallback whether items that the filter excludes fill up an answer that would be short, each marked
 * @param groupBy attribute of whose values an answer names few items each
 * @param groupSize how many items of one value of {@code groupBy}, 1 to {@code limit}; 1 without a {@code groupBy}
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
    public static final int MOST_ITEMS = 100;

    /**
     * An answer is made of so many of the best items at most, and of so many that fill it up: where nearly all items
     * are of one group, or copies of few, a search for the others would take the time of thousands.
     */
    public static final int MOST_RANKED = 10_000;

    public static final AnswerOptions DEFAULT =
            new AnswerOptions(5, OptionalDouble.empty(), ItemFilter.NONE, false, Optional.empty(), 1, 0, false);

    /** Names of the options, as in headers without their prefix and in an answer's {@code options}. */
    public static final Set<String> NAMES =
            Set.of("limit", "scorethreshold", "filter", "fallback", "groupby", "groupsize", "diversity", "why");

    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern DECIMAL = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?");
    private static final String NAME = "the name of an attribute in lower-case letters and digits";

    public AnswerOptions {
        requireNonNull(filter, "filter is null");
        requireNonNull(groupBy, "groupBy is null");
        check(limit >= 1 && limit <= MOST_ITEMS, "limit", limit, whole(MOST_ITEMS));
        scoreThreshold.ifPresent(
                score -> check(score >= -1 && score <= 1, "scorethreshold", score, "a number from -1 to 1"));
        groupBy.ifPresent(name -> check(HeaderNames.isName(name), "groupby", UntrustedText.quote(name), NAME));
        check(groupSize >= 1 && groupSize <= limit, "groupsize", groupSize, size(limit));
        check(groupSize == 1 || groupBy.isPresent(), "groupsize", groupSize, "1 without a groupby");
        check(diversity >= 0 && diversity <= 1, "diversity", diversity, "a number from 0 to 1");
        // -0.0 becomes 0.0, which it equals
        scoreThreshold = scoreThreshold.isPresent()
                ? OptionalDouble.of(scoreThreshold.getAsDouble() + 0.0)
                : OptionalDouble.empty();
        diversity += 0.0;
    }

    private static void check(boolean holds, String name, Object actual, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + actual + ", expected " + expected);
        }
    }

    private static String whole(int most) {
        return "a whole number from 1 to " + most;
    }

    private static String size(int limit) {
        return whole(limit) + ", the limit";
    }

    /**
     * What an event asks for, on top of the defaults. A default group size that is larger than the limit asked for
     * becomes that limit.
     *
     * @param asked option names to values, as the headers say them
     * @throws RejectedEventException {@code BAD_OPTION} if a value is malformed or out of range
     */
    public static AnswerOptions of(Map<String, String> asked, AnswerOptions defaults) throws RejectedEventException {
        Asked values = new Asked(asked);
        int limit = values.get("limit", text -> wholeNumber(text, MOST_ITEMS), whole(MOST_ITEMS))
                .orElse(defaults.limit());
        Optional<Double> threshold =
                values.get("scorethreshold", text -> decimal(text, -1), "a decimal from -1 to 1, such as 0.8");
        Optional<String> groupBy = values.get(
                        "groupby", text -> Optional.of(text).filter(HeaderNames::isName), NAME)
                .or(defaults::groupBy);
        Optional<Integer> groupSize = values.get("groupsize", text -> wholeNumber(text, limit), size(limit));
        if (groupSize.isPresent() && groupBy.isEmpty()) {
            throw values.bad("groupsize", "a groupby beside it: the attribute whose values are counted");
        }
        return new AnswerOptions(
                limit,
                threshold.isPresent() ? OptionalDouble.of(threshold.get()) : defaults.scoreThreshold(),
                values.filter().orElse(defaults.filter()),
                values.flag("fallback").orElse(defaults.fallback()),
                groupBy,
                groupSize.orElse(Math.min(defaults.groupSize(), limit)),
                values.get("diversity", text -> decimal(text, 0), "a decimal from 0 to 1, such as 0.5")
                        .orElse(defaults.diversity()),
                values.flag("why").orElse(defaults.why()));
    }

    private static Optional<Integer> wholeNumber(String text, int most) {
        return Optional.of(text)
                .filter(digits -> WHOLE.matcher(digits).matches())
                .map(Integer::valueOf)
                .filter(number -> number >= 1 && number <= most);
    }

    private static Optional<Double> decimal(String text, int least) {
        return Optional.of(text)
                .filter(digits -> DECIMAL.matcher(digits).matches())
                .map(Double::valueOf)
                .filter(number -> number >= least && number <= 1);
    }

    /** The options that differ from {@link #DEFAULT}, by name, in order of names: {@link #of} reads them back. */
    public Map<String, String> asked() {
        Map<String, String> asked = new TreeMap<>();
        if (limit != DEFAULT.limit) {
            asked.put("limit", Integer.toString(limit));
        }
        scoreThreshold.ifPresent(score -> asked.put("scorethreshold", text(score)));
        if (!filter.equals(ItemFilter.NONE)) {
            asked.put("filter", filter.toString());
        }
        if (fallback) {
            asked.put("fallback", "true");
        }
        groupBy.ifPresent(name -> asked.put("groupby", name));
        if (groupSize != DEFAULT.groupSize) {
            asked.put("groupsize", Integer.toString(groupSize));
        }
        if (diversity != DEFAULT.diversity) {
            asked.put("diversity", text(diversity));
        }
        if (why) {
            asked.put("why", "true");
        }
        return asked;
    }

    private static String text(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toString();
    }

    /** Whether the answer depends on the items' attributes. */
    public boolean usesAttributes() {
        return !filter.terms().isEmpty() || groupBy.isPresent();
    }

    /** With the filter's terms that compare with the asking item's attributes made absolute. */
    public AnswerOptions resolved(Map<String, String> attributes) {
        return new AnswerOptions(
                limit, scoreThreshold, filter.resolved(attributes), fallback, groupBy, groupSize, diversity, why);
    }

    /** The texts of one event's options. */
    private record Asked(Map<String, String> texts) {
        <T> Optional<T> get(String name, Function<String, Optional<T>> read, String expected)
                throws RejectedEventException {
            Optional<String> text = Optional.ofNullable(texts.get(name));
            Optional<T> value = text.flatMap(read);
            if (text.isPresent() && value.isEmpty()) {
                throw bad(name, expected);
            }
            return value;
        }

        Optional<Boolean> flag(String name) throws RejectedEventException {
            return get(
                    name,
                    text -> text.equals("true") || text.equals("false")
                            ? Optional.of(Boolean.valueOf(text))
                            : Optional.empty(),
                    "true or false");
        }

        Optional<ItemFilter> filter() throws RejectedEventException {
            try {
                return Optional.ofNullable(texts.get("filter")).map(ItemFilter::parse);
            } catch (IllegalArgumentException e) {
                throw rejected(String.valueOf(e.getMessage()));
            }
        }

        RejectedEventException bad(String name, String expected) {
            String text = texts.getOrDefault(name, "");
            return rejected(name + " is " + UntrustedText.quote(text) + ", expected " + expected);
        }

        private static RejectedEventException rejected(String detail) {
            return new RejectedEventException(RejectionReason.BAD_OPTION, detail);
        }
    }
}
