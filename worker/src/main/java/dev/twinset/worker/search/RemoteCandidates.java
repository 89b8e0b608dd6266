package dev.twinset.worker.search;

import java.util.List;
import java.util.Map;

/** Items that are searched beside the rows of a view, because they are kept elsewhere. */
@FunctionalInterface
public interface RemoteCandidates {
    /** All items are in the rows. */
    RemoteCandidates NONE = wanted ->
            wanted.stream().map(each -> List.<Map.Entry<String, Item>>of()).toList();

    /**
     * For each of {@code wanted} its best items in any order, fewer than it wants only if there are no more. None of
     * them is in the rows.
     */
    List<List<Map.Entry<String, Item>>> best(List<Wanted> wanted);

    /**
     * The best items of a query.
     *
     * @param query its number
     * @param fallback whether those are wanted that the query's filter excludes, instead of those that it accepts
     * @param most how many
     */
    record Wanted(int query, boolean fallback, int most) {}
}
