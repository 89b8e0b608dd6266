package dev.twinset.worker.search;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.result.Copies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What {@link Found} says, step by step and as slowly as that. */
public final class SlowSearch {
    private final Query query;
    private final AnswerOptions options;
    private final Map<String, Item> items;
    private final List<Hit> results = new ArrayList<>();
    private final Map<String, List<String>> copies = new HashMap<>();
    private final List<String> copiesOfItself = new ArrayList<>();
    private double floor;

    private SlowSearch(Query query, Map<String, Item> items) {
        this.query = query;
        options = query.options();
        this.items = items;
        floor = options.scoreThreshold().orElse(-1);
    }

    /** What {@code query} finds among {@code items}. */
    public static Found answer(Query query, Map<String, Item> items) {
        return new SlowSearch(query, items).answer();
    }

    /** In a form that compares by values, vectors too. */
    public static List<Object> values(List<Found> answers) {
        return answers.stream().map(SlowSearch::values).toList();
    }

    private static Object values(Found answer) {
        List<Object> values = new ArrayList<>(List.of(answer.copies(), answer.floor()));
        for (FoundItem item : answer.items()) {
            values.add(List.of(
                    item.itemId(), item.score(), item.copies(), item.fallback(), Arrays.toString(item.vector())));
        }
        return values;
    }

    private Found answer() {
        walk(ranking(true), options.diversity() > 0 ? 4 * options.limit() : options.limit());
        List<Hit> chosen = options.diversity() > 0 ? diverse() : List.copyOf(results);
        int ranked = results.size();
        if (ranked < options.limit() && options.fallback()) {
            walk(ranking(false), options.limit());
            floor = options.scoreThreshold().orElse(-1);
        }
        List<Hit> filled = results.subList(ranked, results.size());
        return new Found(
                Stream.concat(
                                chosen.stream().map(hit -> found(hit, false)),
                                filled.stream().map(hit -> found(hit, true)))
                        .toList(),
                copies(copiesOfItself),
                floor);
    }

    private List<Hit> ranking(boolean accepted) {
        return items.entrySet().stream()
                .filter(item ->
                        query.itself().isEmpty() || !query.itself().get().equals(item.getKey()))
                .filter(item -> options.filter().accepts(item.getValue().attributes()) == accepted)
                .map(item -> new Hit(item.getKey(), score(query.vector(), item.getValue()), item.getValue()))
                .filter(hit -> hit.score >= options.scoreThreshold().orElse(-1))
                .sorted(Comparator.comparing(Hit::score).reversed().thenComparing(Hit::itemId))
                .limit(10_000)
                .toList();
    }

    private void walk(List<Hit> ranking, int most) {
        for (Hit hit : ranking) {
            List<Hit> originals = results.stream()
                    .filter(result -> score(result.item.vector(), hit.item) >= 0.99999f)
                    .toList();
            if (query.itself().isPresent() && hit.score >= 0.99999f) {
                copiesOfItself.add(hit.itemId);
            } else if (!originals.isEmpty()) {
                copies.computeIfAbsent(originals.get(0).itemId, first -> new ArrayList<>())
                        .add(hit.itemId);
            } else if (ofSameGroup(hit) < options.groupSize()) {
                if (results.size() == most) {
                    floor = hit.score;
                    return;
                }
                results.add(hit);
            }
        }
    }

    private long ofSameGroup(Hit hit) {
        String group = options.groupBy().map(hit.item.attributes()::get).orElse(null);
        return group == null || group.isEmpty()
                ? 0
                : results.stream()
                        .filter(result -> group.equals(
                                result.item.attributes().get(options.groupBy().orElseThrow())))
                        .count();
    }

    private List<Hit> diverse() {
        double d = options.diversity();
        List<Hit> chosen = new ArrayList<>();
        List<Hit> left = new ArrayList<>(results);
        while (chosen.size() < options.limit() && !left.isEmpty()) {
            // the first of equal ones: max() would take any
            Hit best = left.stream()
                    .sorted(Comparator.comparingDouble((Hit hit) -> -((1 - d) * hit.score - d * likeness(hit, chosen))))
                    .findFirst()
                    .orElseThrow();
            chosen.add(best);
            left.remove(best);
        }
        return chosen;
    }

    private static double likeness(Hit hit, List<Hit> chosen) {
        return chosen.stream()
                .mapToDouble(other -> score(other.item.vector(), hit.item))
                .max()
                .orElse(0);
    }

    private FoundItem found(Hit hit, boolean fallback) {
        List<String> copiesOfHit = copies.getOrDefault(hit.itemId, List.of());
        return new FoundItem(hit.itemId, hit.score, copies(copiesOfHit), fallback, hit.item.vector());
    }

    private static Copies copies(List<String> itemIds) {
        return Copies.of(itemIds.stream().sorted().toList());
    }

    private static float score(float[] vector, Item item) {
        return Cosine.score(vector, item.vector());
    }

    private record Hit(String itemId, float score, Item item) {}
}
