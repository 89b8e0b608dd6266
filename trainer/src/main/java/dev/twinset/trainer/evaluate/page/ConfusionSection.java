package dev.twinset.trainer.evaluate.page;

import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.figures.ConfusionMatrix;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.report.Cell;
import dev.twinset.trainer.report.Charts;
import dev.twinset.trainer.report.Section;
import dev.twinset.trainer.report.Table;
import java.util.List;

/** Which kinds are answered for which, among all images. */
final class ConfusionSection {
    private static final int LARGEST = 20;
    private static final int WORST = 20;

    private ConfusionSection() {}

    static void fill(Section section, Evaluation evaluation) {
        EvaluationSet set = evaluation.set();
        List<String> names = set.classes(set.kind());
        ConfusionMatrix confusions =
                ConfusionMatrix.of(evaluation.judged().in(GalleryChoice.ALL).judgement(), names.size());
        List<Integer> largest = confusions.largest(LARGEST);
        if (largest.isEmpty()) {
            section.paragraph("There is no answer to look at.");
            return;
        }
        List<String> shown = largest.stream().map(names::get).toList();
        section.chart(
                Charts.heatMap("answered", "asked", shown, shown, shares(confusions, largest)),
                "Share of the answers by kind, one row for each of the " + largest.size()
                        + " kinds most asked for; a perfect model has dark squares from top left to bottom right alone.");
        Table table = new Table(
                "The most frequent wrong answers", "asked", "answered instead", "answers", "of all to that kind");
        for (ConfusionMatrix.Pair pair : confusions.worst(WORST)) {
            table.row(
                    Cell.text(names.get(pair.asked())),
                    Cell.text(names.get(pair.answered())),
                    Cell.count(pair.answers()),
                    Cell.share((double) pair.answers() / pair.ofAll()));
        }
        section.table(table);
    }

    private static double[][] shares(ConfusionMatrix confusions, List<Integer> kinds) {
        double[][] shares = new double[kinds.size()][kinds.size()];
        for (int asked = 0; asked < kinds.size(); asked++) {
            for (int answered = 0; answered < kinds.size(); answered++) {
                shares[asked][answered] = (double) confusions.counts()[kinds.get(asked)][kinds.get(answered)]
                        / confusions.asked(kinds.get(asked));
            }
        }
        return shares;
    }
}
