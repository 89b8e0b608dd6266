package dev.twinset.worker.search;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.option.ItemFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a tile the filters of a group of queries accept. Where many queries have a filter, there is a bit for
 * each row: a row is looked at once for all filters, and marks the attributes that any of them names; what a filter
 * accepts are a few operations on such marks. Where few have it, only rows whose estimates are high enough are looked
 * at, one by one, as long as those are few.
 */
final class TileFilters {
    /** Queries with one filter from which on each row is marked. */
    private static final int MANY = 4;

    /** Rows tested one by one, beyond one of so many, from which on each row is marked. */
    private static final int TESTED = 2_048;

    private static final int ONE_OF = 8;

    private final List<ItemFilter> filters = new ArrayList<>();
    private final Map<ItemFilter, Integer> numbers = new HashMap<>();
    private final Map<Named, Integer> named = new HashMap<>();
    private final List<List<int[]>> namedByTerms = new ArrayList<>();
    private final List<long[]> accepted = new ArrayList<>();
    private final long[][] marks;
    private final boolean[] rowMarks;
    private final int[] queries;
    private final long[] tested;
    private final boolean[] marked;
    private final int tileWords;
    private long rowsSeen;
    private @Nullable TileMarker marker;

    TileFilters(List<Ask> asks, int tileRows) {
        tileWords = (tileRows + Long.SIZE - 1) / Long.SIZE;
        asks.forEach(ask -> add(ask.filter()));
        marks = new long[named.size()][tileWords];
        rowMarks = new boolean[named.size()];
        queries = new int[filters.size()];
        tested = new long[filters.size()];
        marked = new boolean[filters.size()];
        asks.stream()
                .mapToInt(ask -> number(ask.filter()))
                .filter(number -> number >= 0)
                .forEach(number -> queries[number]++);
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

    /** Whether {@link #accepted} knows of the last tile; otherwise {@link #accepts} is asked for each row. */
    boolean isMarked(int filter) {
        return marked[filter];
    }

    /** Whether a filter accepts a row of the last tile. */
    boolean accepts(int filter, Rows rows, int row) {
        tested[filter]++;
        requireNonNull(marker).mark(rows.sets()[row], rowMarks);
        List<int[]> terms = namedByTerms.get(filter);
        boolean accepted = true;
        for (int i = 0; i < terms.size() && accepted; i++) {
            boolean any = false;
            for (int attribute : terms.get(i)) {
                any |= rowMarks[attribute];
            }
            accepted = any != filters.get(filter).terms().get(i).excludes();
        }
        return accepted;
    }

    /** What a marked filter accepts of the last tile; bits beyond its rows say nothing. */
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
        boolean any = false;
        for (int i = 0; i < marked.length; i++) {
            marked[i] = queries[i] >= MANY || tested[i] > TESTED + rowsSeen / ONE_OF;
            any |= marked[i];
        }
        rowsSeen += count;
        if (!any) {
            return;
        }
        for (long[] mark : marks) {
            Arrays.fill(mark, 0);
        }
        marker.mark(rows.sets(), first, count, marks);
        for (int i = 0; i < filters.size(); i++) {
            if (marked[i]) {
                accept(filters.get(i), namedByTerms.get(i), accepted.get(i));
            }
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
