package dev.twinset.worker.engine;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.option.ItemFilter;
import dev.twinset.worker.engine.SearchEngine.EngineQuery;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import dev.twinset.worker.search.RemoteCandidates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the engine finds for the queries of one search: at once, for as many items as the answers most likely need, and
 * again for those that need more, because newer changes or a filter take items out that the engine found. For one
 * thread.
 */
final class EngineCandidates implements RemoteCandidates {
    private static final int MORE = 4;
    /** Documents that a search brings at least: some may be hidden by newer changes. */
    private static final int LEAST = 20;

    private final SearchEngine engine;
    private final EngineSettings settings;
    private final WorkerMetrics metrics;
    private final List<Query> queries;
    private final Predicate<String> described;
    private final Function<EngineDocument, Optional<Item>> present;
    private final Map<Ranking, Found> found = new HashMap<>();
    /** Of the filters' attributes, those that the engine could not apply when it was asked first. */
    private final Set<String> namesDescribed;

    private boolean askedAgain;
    private boolean metNewer;
    private Map<Integer, Long> end = Map.of();
    private Set<String> pending = Set.of();

    /** Of a query's items: those that its filter accepts, or those that it excludes. */
    private record Ranking(int query, boolean excluded) {}

    /**
     * @param items that may be in an answer, the best first
     * @param all whether there are no more
     */
    private record Found(List<Map.Entry<String, Item>> items, boolean all) {}

    /**
     * @param described whether what is said of items beside their images may change an attribute
     * @param present what a document is as of this search; empty if a newer change hides it
     */
    EngineCandidates(
            SearchEngine engine,
            EngineSettings settings,
            WorkerMetrics metrics,
            List<Query> queries,
            Predicate<String> described,
            Function<EngineDocument, Optional<Item>> present) {
        this.engine = engine;
        this.settings = settings;
        this.metrics = metrics;
        this.queries = queries;
        this.described = described;
        this.present = present;
        namesDescribed = namesDescribed();
    }

    private Set<String> namesDescribed() {
        return queries.stream()
                .flatMap(query -> query.options().filter().terms().stream())
                .map(ItemFilter.Term::name)
                .filter(described)
                .collect(Collectors.toSet());
    }

    /** Whether something was said since of an attribute that the engine was to apply. */
    boolean isOutdated() {
        return !namesDescribed.equals(namesDescribed());
    }

    /** Whether the engine was asked again after {@link #answerFrom}. */
    boolean haveAskedAgain() {
        return askedAgain;
    }

    /** Whether it then showed something that is not part of the search, and may hide what is. */
    boolean haveMetNewer() {
        return metNewer;
    }

    /** The documents that each answer most likely needs. */
    List<List<EngineDocument>> first() {
        return queries.isEmpty()
                ? List.of()
                : search(IntStream.range(0, queries.size())
                        .mapToObj(query -> asked(new Ranking(query, false), first(query)))
                        .toList());
    }

    private List<List<EngineDocument>> search(List<EngineQuery> asked) {
        return metrics.engineSearch(() -> engine.search(asked));
    }

    private int first(int query) {
        AnswerOptions options = queries.get(query).options();
        int results = options.diversity() > 0 ? MORE * options.limit() : options.limit();
        return Math.max(least(), 2 * results);
    }

    /** What the graph found beyond these is of no use: the engine scores exactly what it found. */
    private int least() {
        return Math.min(LEAST, settings.candidates());
    }

    /**
     * From now on it answers.
     *
     * @param first what {@link #first} has found
     * @param offsets of the first records of the changelog that are no part of the search
     * @param changing items that are searched elsewhere
     */
    void answerFrom(List<List<EngineDocument>> first, Map<Integer, Long> offsets, Set<String> changing) {
        end = offsets;
        pending = changing;
        for (int query = 0; query < first.size(); query++) {
            keep(new Ranking(query, false), first(query), first.get(query));
        }
    }

    @Override
    public List<List<Map.Entry<String, Item>>> best(List<Wanted> wanted) {
        Map<Ranking, Integer> open = new HashMap<>();
        for (Wanted each : wanted) {
            open.put(new Ranking(each.query(), each.fallback()), each.most());
        }
        int factor = 1;
        open.entrySet().removeIf(each -> isEnough(each.getKey(), each.getValue()));
        if (!open.isEmpty() && !askedAgain) {
            askedAgain = true;
            metrics.engineRefill();
        }
        while (!open.isEmpty()) {
            factor *= MORE;
            ask(open, factor);
            open.entrySet().removeIf(each -> isEnough(each.getKey(), each.getValue()));
        }
        return wanted.stream()
                .map(each -> found.getOrDefault(new Ranking(each.query(), each.fallback()), new Found(List.of(), true))
                        .items())
                .toList();
    }

    private boolean isEnough(Ranking ranking, int most) {
        Found known = found.get(ranking);
        return known != null && (known.all() || known.items().size() >= most);
    }

    private void ask(Map<Ranking, Integer> open, int factor) {
        List<Ranking> rankings = List.copyOf(open.keySet());
        List<EngineQuery> asked = new ArrayList<>();
        for (Ranking ranking : rankings) {
            long most = (long) factor * Math.max(least(), open.getOrDefault(ranking, 0));
            asked.add(asked(ranking, (int) Math.min(AnswerOptions.MOST_RANKED, most)));
        }
        List<List<EngineDocument>> documents = search(asked);
        for (int i = 0; i < asked.size(); i++) {
            keep(rankings.get(i), asked.get(i).most(), documents.get(i));
        }
    }

    private void keep(Ranking ranking, int most, List<EngineDocument> documents) {
        boolean all = documents.size() < most || most == AnswerOptions.MOST_RANKED;
        List<Map.Entry<String, Item>> items = new ArrayList<>();
        for (EngineDocument document : documents) {
            boolean newer = document.offset() >= end.getOrDefault(document.partition(), 0L);
            metNewer |= newer;
            if (!newer && !pending.contains(document.itemId())) {
                present.apply(document)
                        .filter(item -> isWanted(ranking, item))
                        .ifPresent(item -> items.add(Map.entry(document.itemId(), item)));
            }
        }
        found.put(ranking, new Found(items, all));
    }

    private boolean isWanted(Ranking ranking, Item item) {
        ItemFilter filter = filter(ranking);
        return filter.terms().isEmpty() || filter.accepts(item.attributes()) != ranking.excluded();
    }

    private ItemFilter filter(Ranking ranking) {
        return queries.get(ranking.query()).options().filter();
    }

    /**
     * The engine applies the part of a filter that it knows: the attributes that came with the images, and not what is
     * said of items beside them. Of what a filter excludes, a part says nothing.
     */
    private EngineQuery asked(Ranking ranking, int most) {
        Query query = queries.get(ranking.query());
        ItemFilter filter = filter(ranking);
        List<ItemFilter.Term> known = filter.terms().stream()
                .filter(term -> !namesDescribed.contains(term.name()))
                .toList();
        boolean all = known.size() == filter.terms().size();
        return new EngineQuery(
                query.vector(),
                most,
                ranking.excluded() && !all ? ItemFilter.NONE : new ItemFilter(known),
                ranking.excluded() && all,
                query.itself(),
                query.options().scoreThreshold(),
                settings.exact());
    }
}
