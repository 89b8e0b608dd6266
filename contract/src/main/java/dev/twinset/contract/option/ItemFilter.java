package dev.twinset.contract.option;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the attributes of an item must be: terms that all must hold, separated by commas.
 *
 * <table>
 * <caption>Terms</caption>
 * <tr><td>{@code gender}</td><td>the same value as the asking item's</td></tr>
 * <tr><td>{@code -brand}</td><td>another value than the asking item's, or none</td></tr>
 * <tr><td>{@code gender=Women|Unisex}</td><td>one of the values</td></tr>
 * <tr><td>{@code gender!=Men}</td><td>none of the values; also of items without the attribute</td></tr>
 * </table>
 *
 * <p>Names are the names that travel, lower-case letters and digits. In values {@code , | % } and control characters
 * are percent-encoded as UTF-8.
 */
public record ItemFilter(List<Term> terms) {
    public static final ItemFilter NONE = new ItemFilter(List.of());

    public ItemFilter {
        terms = List.copyOf(terms);
    }

    /**
     * One condition.
     *
     * @param name of the attribute
     * @param excludes whether the values are those that an item must not have
     * @param values in the order of the text; empty and {@code relative} for the asking item's value
     */
    public record Term(String name, boolean excludes, boolean relative, Set<String> values) {}

    /** @throws IllegalArgumentException if the text is no filter; its message says where */
    public static ItemFilter parse(String text) {
        throw new UnsupportedOperationException();
    }

    /**
     * Without terms that compare with the asking item: they name its values. Of an item without the attribute,
     * {@code gender} becomes {@code gender=}, which no item satisfies, and {@code -brand} is left out.
     */
    public ItemFilter resolved(Map<String, String> attributes) {
        throw new UnsupportedOperationException();
    }

    /** Whether an item may be in the answer. Only for a filter that is {@link #resolved}. */
    public boolean accepts(Map<String, String> attributes) {
        throw new UnsupportedOperationException();
    }

    /** The text that {@link #parse} reads back to an equal filter. */
    @Override
    public String toString() {
        throw new UnsupportedOperationException();
    }
}
