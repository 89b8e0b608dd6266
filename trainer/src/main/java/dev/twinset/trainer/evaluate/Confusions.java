package dev.twinset.trainer.evaluate;

import dev.twinset.trainer.retrieval.Answers;
import dev.twinset.trainer.retrieval.JudgedItems;
import dev.twinset.trainer.retrieval.Judgement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which kinds are answered for which.
 *
 * @param counts answers: kind of the query, kind of the answer
 */
record Confusions(int[][] counts) {
    /** @param answers of this many, out of all answers to queries of the kind */
    record Pair(int asked, int answered, int answers, int ofAll) {}

    static Confusions of(Judgement judgement, int classes) {
        int[] kinds = judgement.items().label(judgement.items().kind());
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < judgement.queries().length; i++) {
            int asked = kinds[judgement.queries()[i]];
            Answers answers = judgement.answers().get(i);
            for (int row : answers.rows()) {
                if (asked != JudgedItems.UNKNOWN && kinds[row] != JudgedItems.UNKNOWN) {
                    counts[asked][kinds[row]]++;
                }
            }
        }
        return new Confusions(counts);
    }

    int asked(int kind) {
        return IntStream.of(counts[kind]).sum();
    }

    /** Kinds by how often they were asked for, those that never were left out. */
    List<Integer> largest(int most) {
        return IntStream.range(0, counts.length)
                .filter(kind -> asked(kind) > 0)
                .boxed()
                .sorted(Comparator.comparingInt(kind -> -asked(kind)))
                .limit(most)
                .toList();
    }

    /** The most frequent wrong answers. */
    List<Pair> worst(int most) {
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
}
