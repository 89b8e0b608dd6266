package dev.twinset.trainer.evaluate.figures;

import dev.twinset.trainer.retrieval.LabelledItems;
import dev.twinset.trainer.retrieval.Neighbours;
import dev.twinset.trainer.retrieval.RetrievalResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which kinds are answered for which.
 *
 * @param counts answers: kind of the query, kind of the answer
 */
public record ConfusionMatrix(int[][] counts) {
    /** @param answers of this many, out of all answers to queries of the kind */
    public record Pair(int asked, int answered, int answers, int ofAll) {}

    public static ConfusionMatrix of(RetrievalResult retrieval, int classes) {
        int[] kinds = retrieval.items().label(retrieval.items().kind());
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < retrieval.queries().length; i++) {
            int asked = kinds[retrieval.queries()[i]];
            Neighbours answers = retrieval.answers().get(i);
            for (int row : answers.rows()) {
                if (asked != LabelledItems.UNKNOWN && kinds[row] != LabelledItems.UNKNOWN) {
                    counts[asked][kinds[row]]++;
                }
            }
        }
        return new ConfusionMatrix(counts);
    }

    public int asked(int kind) {
        return IntStream.of(counts[kind]).sum();
    }

    /** Kinds by how often they were asked for, those that never were left out. */
    public List<Integer> largest(int most) {
        return IntStream.range(0, counts.length)
                .filter(kind -> asked(kind) > 0)
                .boxed()
                .sorted(Comparator.comparingInt(kind -> -asked(kind)))
                .limit(most)
                .toList();
    }

    /** The most frequent wrong answers. */
    public List<Pair> worst(int most) {
        List<Pair> pairs = new ArrayList<>();
        for (int asked = 0; asked < counts.length; asked++) {
            for (int answered = 0; answered < counts.length; answered++) {
                if (asked != answered && counts[asked][answered] > 0) {
                    pairs.add(new Pair(asked, answered, counts[asked][answered], asked(asked)));
                }
            }
        }
        pairs.sort(Comparator.comparingInt(pair -> -pair.answers()));
        return pairs.stream().limit(most).toList();
    }

    /** How the answers to each of these kinds fall on each of them: asked, answered. */
    public double[][] shares(List<Integer> kinds) {
        return kinds.stream()
                .map(asked -> kinds.stream()
                        .mapToDouble(answered -> (double) counts[asked][answered] / asked(asked))
                        .toArray())
                .toArray(double[][]::new);
    }
}
