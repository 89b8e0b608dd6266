package dev.twinset.worker.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Maximal marginal relevance (Carbonell and Goldstein, 1998). */
final class Diversity {
    private Diversity() {}

    /**
     * Takes one after the other the result that is best by {@code (1 - diversity) * score - diversity * s}, {@code s}
     * its highest score with those taken before; of equal ones the first.
     */
    static List<Walk.Result> choose(List<Walk.Result> ranked, int most, double diversity) {
        List<Walk.Result> left = new ArrayList<>(ranked);
        double[] likeness = new double[ranked.size()]; // of those left, in their order
        Arrays.fill(likeness, Double.NEGATIVE_INFINITY);
        List<Walk.Result> chosen = new ArrayList<>();
        while (chosen.size() < most && !left.isEmpty()) {
            int best = 0;
            double bestValue = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < left.size(); i++) {
                double alike = chosen.isEmpty() ? 0 : likeness[i];
                double value = (1 - diversity) * left.get(i).score - diversity * alike;
                if (value > bestValue) {
                    best = i;
                    bestValue = value;
                }
            }
            Walk.Result taken = left.remove(best);
            System.arraycopy(likeness, best + 1, likeness, best, left.size() - best);
            for (int i = 0; i < left.size(); i++) {
                likeness[i] = Math.max(likeness[i], Cosine.score(taken.vector, left.get(i).vector));
            }
            chosen.add(taken);
        }
        return chosen;
    }
}
