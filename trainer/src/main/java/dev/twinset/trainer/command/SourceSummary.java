package dev.twinset.trainer.command;

import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.evaluate.figures.Reliability;
import dev.twinset.trainer.retrieval.Figure;
import dev.twinset.trainer.retrieval.FigureNames;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of the table that compares the catalogues of one run.
 *
 * @param kind the label that makes an answer right
 * @param all precision at 5 among all images
 * @param unseen precision at 5 among the images that are looked up
 * @param macro of {@code all}, the mean over the kinds
 * @param calibrationError how far {@code match} is off on average, among all images
 */
record SourceSummary(
        String name,
        String kind,
        int queries,
        Optional<Double> all,
        Optional<Double> unseen,
        Optional<Double> macro,
        Optional<Double> calibrationError) {
    static SourceSummary of(String name, Evaluation evaluation) {
        String kind = evaluation.set().kind();
        return new SourceSummary(
                name,
                kind,
                evaluation.queries(),
                figure(evaluation, GalleryChoice.ALL, FigureNames.PRECISION + kind),
                figure(evaluation, GalleryChoice.UNSEEN, FigureNames.PRECISION + kind),
                figure(evaluation, GalleryChoice.ALL, FigureNames.MACRO + kind),
                Optional.ofNullable(evaluation.reliability().get(GalleryChoice.ALL))
                        .map(Reliability::calibrationError));
    }

    private static Optional<Double> figure(Evaluation evaluation, GalleryChoice gallery, String name) {
        return evaluation.evaluated().in(gallery).figure(name).map(Figure::value);
    }

    static void print(List<SourceSummary> summaries, PrintWriter out) {
        out.printf(
                "%-24s %-14s %8s %8s %8s %10s %10s%n",
                "catalogue", "label", "queries", "P@5", "unseen", "macro P@5", "match off");
        for (SourceSummary each : summaries) {
            out.printf(
                    "%-24s %-14s %8d %8s %8s %10s %10s%n",
                    each.name,
                    each.kind,
                    each.queries,
                    text(each.all),
                    text(each.unseen),
                    text(each.macro),
                    text(each.calibrationError));
        }
    }

    private static String text(Optional<Double> value) {
        return value.map(each -> String.format(Locale.ROOT, "%.3f", each)).orElse("-");
    }
}
