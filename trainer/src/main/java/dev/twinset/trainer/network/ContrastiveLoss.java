package dev.twinset.trainer.network;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Supervised contrastive loss on unit rows (Khosla et al., 2020, https://arxiv.org/abs/2004.11362): similar rows are
 * pulled together, all others pushed apart, as a nearest-neighbour search needs.
 *
 * <p>Of each term: the mean over the rows that have a row alike of -mean over those p of log(exp(z.p / T) / sum over
 * the others o of exp(z.o / T)). Rows without all labels of a term take no part in it.
 */
final class ContrastiveLoss extends LabelLoss {
    private static final long serialVersionUID = 1L;

    /**
     * @param tasks rows are alike when their labels agree in all of these
     * @param weight of the term
     */
    record Term(List<Integer> tasks, double weight) implements Serializable {
        Term {
            tasks = List.copyOf(tasks);
        }

        boolean knows(int[] labels) {
            return tasks.stream().allMatch(task -> labels[task] != UNKNOWN);
        }

        boolean alike(int[] one, int[] other) {
            for (int task : tasks) {
                if (one[task] != other[task]) {
                    return false;
                }
            }
            return true;
        }
    }

    private final double temperature;
    private final Term[] terms;

    ContrastiveLoss(double temperature, List<Term> terms) {
        this.temperature = temperature;
        this.terms = terms.toArray(Term[]::new);
    }

    @Override
    double loss(double[][] outputs, int[][] labels, double[][] gradient) {
        double[][] similarity = similarities(outputs);
        double[][] bySimilarity = new double[outputs.length][outputs.length];
        double sum = 0;
        for (Term term : terms) {
            sum += add(term, similarity, labels, bySimilarity);
        }
        backwards(outputs, bySimilarity, gradient);
        return sum;
    }

    private double[][] similarities(double[][] rows) {
        double[][] similarity = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < i; j++) {
                double dot = 0;
                for (int c = 0; c < rows[i].length; c++) {
                    dot += rows[i][c] * rows[j][c];
                }
                similarity[i][j] = dot / temperature;
                similarity[j][i] = similarity[i][j];
            }
        }
        return similarity;
    }

    /** Adds d(term) / d(similarity) to {@code bySimilarity}. */
    private static double add(Term term, double[][] similarity, int[][] labels, double[][] bySimilarity) {
        int[] known = rowsThat(labels, term);
        int[] alike = new int[labels.length];
        int anchors = 0;
        for (int i : known) {
            alike[i] = (int) Arrays.stream(known)
                    .filter(j -> j != i && term.alike(labels[i], labels[j]))
                    .count();
            anchors += alike[i] > 0 ? 1 : 0;
        }
        double sum = 0;
        for (int i : known) {
            if (alike[i] == 0) {
                continue;
            }
            double scale = term.weight() * labels.length / anchors;
            double[] others = Arrays.stream(known)
                    .filter(j -> j != i)
                    .mapToDouble(j -> similarity[i][j])
                    .toArray();
            double logSum = LogSumExp.of(others, 0, others.length);
            for (int j : known) {
                if (j != i) {
                    double share = term.alike(labels[i], labels[j]) ? 1.0 / alike[i] : 0;
                    sum += scale * share * (logSum - similarity[i][j]);
                    bySimilarity[i][j] += scale * (Math.exp(similarity[i][j] - logSum) - share);
                }
            }
        }
        return sum;
    }

    private static int[] rowsThat(int[][] labels, Term term) {
        int[] rows = new int[labels.length];
        int count = 0;
        for (int i = 0; i < labels.length; i++) {
            if (term.knows(labels[i])) {
                rows[count++] = i;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    private void backwards(double[][] rows, double[][] bySimilarity, double[][] gradient) {
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                double factor = (bySimilarity[i][j] + bySimilarity[j][i]) / temperature;
                if (factor != 0) {
                    for (int c = 0; c < rows[i].length; c++) {
                        gradient[i][c] += factor * rows[j][c];
                    }
                }
            }
        }
    }
}
