package dev.twinset.worker.search;

import dev.twinset.contract.option.ItemFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a tile the filters of a group of queries accept: a bit for each row. Each row is looked at once for all
 * filters, and marks the attributes that any of them names; what a filter accepts are a few operations on such marks.
 */
final class TileFilters {
    private final List<ItemFilter> filters = new ArrayList<>();
    private final Map<ItemFilter, Integer> numbers = new HashMap<>();
    private final Map<Named, Integer> named = new HashMap<>();
    private final List<List<int[]>> namedByTerms = new ArrayList<>();
    private final List<long[]> accepted = new ArrayList<>();
    private final long[][] marks;
    private final int tileWords;
    private @Nullable TileMarker marker;

    TileFilters(List<Ask> asks, int tileRows) {
        tileWords = (tileRows + Long.SIZE - 1) / Long.SIZE;
        asks.forEach(ask -> add(ask.filter()));
        marks = new long[named.size()][tileWords];
    }

    private void add(ItemFilter filter) {
        if (filter.terms().isEmpty() || numbers.containsKey(filter)) {
            return;
        }
        numbers.put(filter, filters.size());
        filters.add(filter);
        accepted.add(new long[tileWords]);
        List<int[]> terms = new ArrayList<>();
        for (ItemFilter.Term term : filter.terms()) {
            terms.add(term.values().stream()
                    .filter(value -> !value.isEmpty()) // which counts as absent
                    .mapToInt(value -> named.computeIfAbsent(new Named(term.name(), value), attribute -> named.size()))
                    .toArray());
        }
        namedByTerms.add(terms);
    }

    /** The number of a filter here; -1 for one that accepts all. */
    int number(ItemFilter filter) {
        return numbers.getOrDefault(filter, -1);
    }

    /** What a filter accepts of the last tile; bits beyond its rows say nothing. */
    long[] accepted(int filter) {
        return accepted.get(filter);
    }

    void tile(Rows rows, int first, int count) {
        if (filters.isEmpty()) {
            return;
        }
        if (marker == null || !marker.isOf(rows.attributes())) {
            marker = new TileMarker(rows.attributes(), named);
        }
        for (long[] mark : marks) {
            Arrays.fill(mark, 0);
        }
        marker.mark(rows.sets(), first, count, marks);
        for (int i = 0; i < filters.size(); i++) {
            accept(filters.get(i), namedByTerms.get(i), accepted.get(i));
        }
    }

    private void accept(ItemFilter filter, List<int[]> terms, long[] into) {
        Arrays.fill(into, -1L);
        for (int i = 0; i < terms.size(); i++) {
            long flip = filter.terms().get(i).excludes() ? -1L : 0;
            for (int word = 0; word < into.length; word++) {
                long any = 0;
                for (int attribute : terms.get(i)) {
                    any |= marks[attribute][word];
                }
                into[word] &= any ^ flip;
            }
        }
    }

    /** An attribute that a filter names. */
    record Named(String name, String value) {}
}
