package dev.twinset.trainer.evaluate.figures;

import dev.twinset.trainer.retrieval.LabelledItems;
import dev.twinset.trainer.retrieval.Neighbours;
import dev.twinset.trainer.retrieval.RetrievalResult;
import dev.twinset.vision.bundle.MatchCalibration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether a predicted probability means what it says: over the five answers of each query, how often those of about one
 * prediction share the kind.
 *
 * @param pairs of a query and an answer, whose kinds are both known
 * @param calibrationError expected calibration error: mean over the pairs of how far their bin's prediction is off
 * @param brier mean square of prediction less outcome (1 or 0); 0 is best
 * @param bins of equal width, those that hold a pair
 */
public record Reliability(int pairs, double calibrationError, double brier, List<Bin> bins) {
    private static final int BINS = 10;

    public Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * @param predicted mean prediction of its pairs
     * @param observed share of its pairs that are right
     */
    public record Bin(double predicted, double observed, int pairs) {}

    /** @return empty if the model was never calibrated, or there is no pair */
    static Optional<Reliability> of(RetrievalResult retrieval, MatchCalibration calibration) {
        int[] kinds = retrieval.items().label(retrieval.items().kind());
        List<Double> predictions = new ArrayList<>();
        List<Boolean> outcomes = new ArrayList<>();
        for (int i = 0; i < retrieval.queries().length; i++) {
            int kind = kinds[retrieval.queries()[i]];
            Neighbours answers = retrieval.answers().get(i);
            for (int rank = 0; rank < answers.rows().length && kind != LabelledItems.UNKNOWN; rank++) {
                OptionalDouble match = calibration.match(answers.scores()[rank]);
                if (match.isPresent() && kinds[answers.rows()[rank]] != LabelledItems.UNKNOWN) {
                    predictions.add(match.getAsDouble());
                    outcomes.add(kinds[answers.rows()[rank]] == kind);
                }
            }
        }
        return predictions.isEmpty() ? Optional.empty() : Optional.of(of(predictions, outcomes));
    }

    static Reliability of(List<Double> predictions, List<Boolean> outcomes) {
        double[] predicted = new double[BINS];
        int[] right = new int[BINS];
        int[] counts = new int[BINS];
        double squares = 0;
        for (int i = 0; i < predictions.size(); i++) {
            double prediction = predictions.get(i);
            int bin = (int) Math.min(BINS - 1, prediction * BINS);
            int outcome = outcomes.get(i) ? 1 : 0;
            predicted[bin] += prediction;
            right[bin] += outcome;
            counts[bin]++;
            squares += (prediction - outcome) * (prediction - outcome);
        }
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                bins.add(new Bin(predicted[bin] / counts[bin], (double) right[bin] / counts[bin], counts[bin]));
                error += Math.abs(predicted[bin] - right[bin]);
            }
        }
        int pairs = predictions.size();
        return new Reliability(pairs, error / pairs, squares / pairs, bins);
    }
}
