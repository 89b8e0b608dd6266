package dev.twinset.contract.option;

import dev.twinset.contract.record.HeaderNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the attributes of an item must be: terms that all must hold, separated by commas. An attribute with an empty
 * value counts as absent.
 *
 * <table>
 * <caption>Terms</caption>
 * <tr><td>{@code gender}</td><td>the same value as the asking item's</td></tr>
 * <tr><td>{@code -brand}</td><td>another value than the asking item's, or none</td></tr>
 * <tr><td>{@code gender=Women|Unisex}</td><td>one of the values</td></tr>
 * <tr><td>{@code gender!=Men}</td><td>none of the values; also of items without the attribute</td></tr>
 * <tr><td>{@code gender=}</td><td>no item has it: what {@code gender} becomes if the asking item has none</td></tr>
 * </table>
 *
 * <p>Names are the names that travel, lower-case letters and digits. In values {@code , | % = !} and control characters
 * are percent-encoded as UTF-8.
 */
public record ItemFilter(List<Term> terms) {
    public static final int MOST_TERMS = 32;
    public static final int MOST_VALUES = 64;
    /** Characters of a filter that somebody asks for. */
    public static final int MOST_CHARS = 1000;

    public static final ItemFilter NONE = new ItemFilter(List.of());

    public ItemFilter {
        terms = List.copyOf(terms);
        if (terms.size() > MOST_TERMS) {
            throw new IllegalArgumentException("filter has " + terms.size() + " terms, expected at most " + MOST_TERMS);
        }
    }

    /**
     * One condition.
     *
     * @param name of the attribute
     * @param excludes whether the values are those that an item must not have
     * @param relative whether the asking item's value is the one to compare with
     * @param values in the order of the text; none if {@code relative}, and one empty value for {@code gender=}
     */
    public record Term(String name, boolean excludes, boolean relative, Set<String> values) {
        public Term {
            values = Collections.unmodifiableSet(new LinkedHashSet<>(values));
            boolean impossible = !excludes && values.equals(Set.of(""));
            if (!HeaderNames.isName(name)
                    || values.size() > MOST_VALUES
                    || values.isEmpty() != relative
                    || (values.contains("") && !impossible)) {
                throw new IllegalArgumentException("term is \"" + text(name, excludes, relative, values)
                        + "\", expected a name in lower-case letters and digits, and 1 to " + MOST_VALUES
                        + " values unless they are the asking item's");
            }
        }

        private boolean accepts(Map<String, String> attributes) {
            if (relative) {
                throw new IllegalStateException(
                        "term " + this + " compares with the asking item, expected a resolved filter");
            }
            String value = attributes.getOrDefault(name, "");
            boolean among = !value.isEmpty() && values.contains(value);
            return among != excludes;
        }

        @Override
        public String toString() {
            return text(name, excludes, relative, values);
        }

        private static String text(String name, boolean excludes, boolean relative, Set<String> values) {
            if (relative) {
                return excludes ? "-" + name : name;
            }
            return name
                    + (excludes ? "!=" : "=")
                    + values.stream().map(FilterText::encoded).collect(Collectors.joining("|"));
        }
    }

    /** @throws IllegalArgumentException if the text is no filter; its message says where */
    public static ItemFilter parse(String text) {
        if (text.length() > MOST_CHARS) {
            throw new IllegalArgumentException(
                    "filter is " + text.length() + " characters, expected at most " + MOST_CHARS);
        }
        return parseResolved(text);
    }

    /**
     * The filter of an answer: however long the asking item's values have made it.
     *
     * @throws IllegalArgumentException if the text is no filter; its message says where
     */
    public static ItemFilter parseResolved(String text) {
        return text.isEmpty() ? NONE : new ItemFilter(new FilterText(text).terms());
    }

    /** Whether a term compares with the asking item. */
    public boolean isRelative() {
        return terms.stream().anyMatch(Term::relative);
    }

    /**
     * Without terms that compare with the asking item: they name its values. Of an item without the attribute,
     * {@code gender} becomes {@code gender=}, which no item satisfies, and {@code -brand} is left out.
     */
    public ItemFilter resolved(Map<String, String> attributes) {
        List<Term> resolved = new ArrayList<>(terms.size());
        for (Term term : terms) {
            String value = attributes.getOrDefault(term.name(), "");
            if (!term.relative()) {
                resolved.add(term);
            } else if (!term.excludes() || !value.isEmpty()) {
                resolved.add(new Term(term.name(), term.excludes(), false, Set.of(value)));
            }
        }
        return new ItemFilter(resolved);
    }

    /**
     * Whether an item may be in the answer.
     *
     * @throws IllegalStateException if the filter is not {@link #resolved}
     */
    public boolean accepts(Map<String, String> attributes) {
        for (Term term : terms) {
            if (!term.accepts(attributes)) {
                return false;
            }
        }
        return true;
    }

    /** The text that reads back to an equal filter. */
    @Override
    public String toString() {
        return terms.stream().map(Term::toString).collect(Collectors.joining(","));
    }
}
