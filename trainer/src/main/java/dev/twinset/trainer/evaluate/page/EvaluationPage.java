package dev.twinset.trainer.evaluate.page;

import dev.twinset.trainer.evaluate.baseline.DenseProbe;
import dev.twinset.trainer.evaluate.data.EvaluationProgress;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.report.HtmlPage;
import dev.twinset.trainer.report.Section;
import dev.twinset.trainer.retrieval.Figure;
import dev.twinset.trainer.retrieval.FigureNames;
import dev.twinset.vision.bundle.ModelCard;
import java.util.Locale;

/** {@code evaluation.html}: the figures, and what they look like. */
final class EvaluationPage {
    private EvaluationPage() {}

    static HtmlPage of(Evaluation evaluation, EvaluationProgress progress) {
        progress.begin("report", 1);
        HtmlPage page = new HtmlPage("How good are the recommendations?", lead(evaluation));
        FiguresSection.fill(page.section("At a glance"), page.section("Beside baselines and rivals"), evaluation);
        AnswersSection.fill(page.section("Queries and their five answers"), evaluation);
        ConfusionSection.fill(page.section("What is taken for what"), evaluation);
        ClassesSection.fill(page.section("Class by class"), evaluation);
        MapSection.fill(page.section("Map of the features"), evaluation);
        CalibrationSection.fill(page.section("What the scores mean"), evaluation);
        method(page.section("How it was measured"), evaluation);
        return page;
    }

    private static String lead(Evaluation evaluation) {
        EvaluationSet set = evaluation.set();
        ModelCard card = evaluation.model().manifest().model();
        return String.format(
                Locale.ROOT,
                "Model %s (shape %s, trained on %,d images of %s), evaluated on %,d images of %s (%s).",
                evaluation.model().modelId(),
                evaluation.model().architecture().name(),
                card.data().items(),
                card.data().name(),
                evaluation.queries(),
                set.name(),
                set.part().phrase());
    }

    private static void method(Section section, Evaluation evaluation) {
        EvaluationSet set = evaluation.set();
        String kind = set.kind();
        section.paragraph(
                "Each of " + evaluation.queries() + " images (" + set.part().phrase()
                        + ") is looked up among all images, and among these alone, which the model has never seen. It never finds itself nor a copy of itself: copies are files that are byte for byte the"
                        + " same, and images of one group of near duplicates (file: " + set.groupsFile() + ").");
        section.paragraph("P@5: the share of the five nearest whose " + kind + " is the query's. mAP: the mean over all"
                + " right images of the precision at their rank. nDCG@5: the five, graded 2^g - 1 where g is 1 for the"
                + " right " + kind + " and one more for each of "
                + String.join(", ", set.judged().details())
                + " that agrees, discounted by rank and divided by the best possible. Macro: each class counts the same."
                + " Intervals hold 95 % of the means of 2,000 resamples of the queries; differences are taken query by"
                + " query.");
        section.paragraph("The baselines see the same decoded pixels: colour histogram (8x8x8 colours), the darkness of"
                + " 32x32 cells, HOG (8x8 cells, 9 directions), and the model's own architecture with random weights. A"
                + " rival with our dense layers is a frozen network with our dense layer, normalisation and class layer"
                + " trained on its vectors of the training part for " + DenseProbe.epochs()
                + " epochs, with our losses.");
        if (!evaluation.notes().isEmpty()) {
            section.heading("Notes").bullets(evaluation.notes());
        }
        if (!evaluation.unreadable().isEmpty()) {
            section.details(
                    evaluation.unreadable().size() + " images were left out",
                    inner -> inner.bullets(evaluation.unreadable().stream()
                            .limit(100)
                            .map(image -> image.id() + ": " + image.reason())
                            .toList()));
        }
    }

    /** The model's figure, as it is written everywhere. */
    static String written(Evaluation evaluation, GalleryChoice gallery, String name) {
        return evaluation
                .judged()
                .in(gallery)
                .figure(name)
                .map(EvaluationPage::written)
                .orElse("–");
    }

    static String written(Figure figure) {
        return String.format(Locale.ROOT, "%.3f", figure.value());
    }

    /** The figure that says whether an answer is right. */
    static String precision(Evaluation evaluation) {
        return FigureNames.PRECISION + evaluation.set().kind();
    }
}
