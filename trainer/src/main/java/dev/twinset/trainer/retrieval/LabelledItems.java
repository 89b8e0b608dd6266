package dev.twinset.trainer.retrieval;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What is known of the items of a search, so that its answers can be scored.
 *
 * @param kind the label that makes an answer right
 * @param details labels that, together with the kind, make an answer better still; may be empty
 * @param labels name to a class number for each item, or {@link #UNKNOWN}
 * @param groups a number for each item, equal for copies of one image: these never count as answers to each other
 */
public record LabelledItems(String kind, List<String> details, Map<String, int[]> labels, int[] groups) {
    public static final int UNKNOWN = -1;

    public LabelledItems {
        requireNonNull(kind, "kind is null");
        details = List.copyOf(details);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        requireNonNull(groups, "groups is null");
        requireColumn(labels, kind);
        for (String detail : details) {
            requireColumn(labels, detail);
        }
        for (Map.Entry<String, int[]> label : labels.entrySet()) {
            if (label.getValue().length != groups.length) {
                throw new IllegalArgumentException("label " + label.getKey() + " has " + label.getValue().length
                        + " items, expected " + groups.length);
            }
        }
    }

    private static void requireColumn(Map<String, int[]> labels, String name) {
        if (!labels.containsKey(name)) {
            throw new IllegalArgumentException("label " + name + " is not one of " + labels.keySet());
        }
    }

    public int size() {
        return groups.length;
    }

    /** The class numbers of a label. */
    public int[] label(String name) {
        int[] codes = labels.get(name);
        if (codes == null) {
            throw new IllegalArgumentException("label " + name + " is not one of " + labels.keySet());
        }
        return codes;
    }

    /** The labels, and the kind joined with each detail's label before and with this one: kind+gender and so on. */
    Map<String, int[]> scoredLabels() {
        Map<String, int[]> scored = new LinkedHashMap<>(labels);
        String name = kind;
        int[] codes = label(kind);
        for (String detail : details) {
            name = name + "+" + detail;
            codes = joined(codes, label(detail));
            scored.put(name, codes);
        }
        return scored;
    }

    /** Unknown where either is. */
    private static int[] joined(int[] one, int[] other) {
        Map<Long, Integer> numbers = new HashMap<>();
        return IntStream.range(0, one.length)
                .map(i -> one[i] == UNKNOWN || other[i] == UNKNOWN
                        ? UNKNOWN
                        : numbers.computeIfAbsent((long) one[i] << 32 | other[i], pair -> numbers.size()))
                .toArray();
    }
}
