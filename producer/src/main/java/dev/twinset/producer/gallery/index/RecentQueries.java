package dev.twinset.producer.gallery.index;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Positions of the pictures and answers of the latest queries; older ones are dropped. Any thread. */
public final class RecentQueries {
    private static final int KEPT = 1_000;

    /** Ids that this gallery and {@code twinset query} give; a query of another program is known by its topic. */
    private static final Pattern OURS = Pattern.compile("query-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Map<String, ItemIndex.Entry> queries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ItemIndex.Entry> eldest) {
            return size() > KEPT;
        }
    };

    /** Whether the id is a query's, as far as can be told. */
    public synchronized boolean holds(String id) {
        return OURS.matcher(id).matches() || queries.containsKey(id);
    }

    public synchronized void asked(String id, RecordPosition place) {
        queries.put(id, new ItemIndex.Entry(Optional.of(place), find(id).flatMap(ItemIndex.Entry::answer)));
    }

    public synchronized void answered(String id, RecordPosition place) {
        queries.put(id, new ItemIndex.Entry(find(id).flatMap(ItemIndex.Entry::upload), Optional.of(place)));
    }

    public synchronized Optional<ItemIndex.Entry> find(String id) {
        return Optional.ofNullable(queries.get(id));
    }
}
