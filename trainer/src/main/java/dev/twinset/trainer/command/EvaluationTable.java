package dev.twinset.trainer.command;

import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.evaluate.figures.HeadlineFigure;
import dev.twinset.trainer.evaluate.figures.ModelResult;
import dev.twinset.trainer.retrieval.FigureNames;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The headline figures, for a person at a terminal. */
final class EvaluationTable {
    private EvaluationTable() {}

    static void print(Evaluation evaluation, PrintWriter out) {
        List<HeadlineFigure> columns = HeadlineFigure.of(evaluation);
        for (GalleryChoice gallery : GalleryChoice.values()) {
            out.printf(
                    Locale.ROOT,
                    "%d queries among %d images (%s)%n",
                    evaluation.queries(),
                    evaluation.images(gallery),
                    gallery.label());
            out.printf("  %-36s", "");
            columns.forEach(column -> out.printf(" %10s", column.title()));
            out.println();
            for (ModelResult result : evaluation.results()) {
                out.printf("  %-36s", result.name());
                for (HeadlineFigure column : columns) {
                    out.printf(
                            " %10s",
                            result.in(gallery)
                                    .figure(column.name())
                                    .map(figure -> String.format(Locale.ROOT, "%.4f", figure.value()))
                                    .orElse("-"));
                }
                out.println();
            }
        }
        printByFrequency(evaluation, out);
        evaluation
                .reliability()
                .forEach((gallery, match) -> out.printf(
                        Locale.ROOT,
                        "match (%s): off by %.3f on average, over %d answers%n",
                        gallery.label(),
                        match.calibrationError(),
                        match.pairs()));
        evaluation
                .heads()
                .forEach((task, head) -> out.printf(
                        Locale.ROOT,
                        "class layer, %s: %.4f right of %d%n",
                        task,
                        head.accuracy().value(),
                        head.accuracy().queries()));
        evaluation.notes().forEach(out::println);
        UnreadableImages.print(evaluation.unreadable(), out);
    }

    private static void printByFrequency(Evaluation evaluation, PrintWriter out) {
        String kind = evaluation.set().kind();
        List<Integer> counts = FigureNames.FREQUENCIES;
        for (int i = 0; i < counts.size(); i++) {
            String others = i + 1 == counts.size()
                    ? counts.get(i) + " or more"
                    : counts.get(i) + " to " + (counts.get(i + 1) - 1);
            evaluation
                    .evaluated()
                    .in(GalleryChoice.ALL)
                    .figure(FigureNames.byFrequency(kind, counts.get(i)))
                    .ifPresent(figure -> out.printf(
                            Locale.ROOT,
                            "P@5 where %s others have the same %s: %.4f of %d queries%n",
                            others,
                            kind,
                            figure.value(),
                            figure.queries()));
        }
    }
}
