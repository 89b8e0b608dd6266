package dev.twinset.trainer.evaluate.page;

import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.report.Cell;
import dev.twinset.trainer.report.Section;
import dev.twinset.trainer.report.Table;
import dev.twinset.trainer.retrieval.FigureNames;
import dev.twinset.trainer.retrieval.RetrievalResult;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Precision by class, with the counts that say how sure it is. */
final class ClassesSection {
    private static final int SHOWN = 25;

    private ClassesSection() {}

    /** @param images in the gallery */
    private record Row(String name, int images, int queries, double all, double unseen) {}

    static void fill(Section section, Evaluation evaluation) {
        EvaluationSet set = evaluation.set();
        List<Row> rows = rows(evaluation);
        section.paragraph(rows.size() + " classes of " + set.kind()
                + " are asked for, the largest first. A class of few" + " queries says little.");
        section.table(table("The largest classes", rows.stream().limit(SHOWN).toList()));
        if (rows.size() > SHOWN) {
            section.details(
                    (rows.size() - SHOWN) + " smaller classes",
                    inner -> inner.table(table("Smaller classes", rows.subList(SHOWN, rows.size()))));
        }
        List<Row> weakest = rows.stream()
                .filter(row -> row.queries() >= 5)
                .sorted(Comparator.comparingDouble(Row::all))
                .limit(10)
                .toList();
        if (!weakest.isEmpty()) {
            section.table(table("The weakest classes of at least five queries", weakest));
        }
    }

    private static Table table(String caption, List<Row> rows) {
        Table table = new Table(caption, "class", "images", "queries", "P@5 all", "P@5 unseen");
        rows.forEach(row -> table.row(
                Cell.text(row.name()),
                Cell.count(row.images()),
                Cell.count(row.queries()),
                precision(row.all()),
                precision(row.unseen())));
        return table;
    }

    private static Cell precision(double value) {
        return Double.isNaN(value) ? Cell.number("–") : Cell.share(value);
    }

    private static List<Row> rows(Evaluation evaluation) {
        EvaluationSet set = evaluation.set();
        int[] kinds = set.judged().label(set.kind());
        List<String> names = set.classes(set.kind());
        int[] gallery = set.gallery(GalleryChoice.ALL);
        int[] queries = set.queries();
        return IntStream.range(0, names.size())
                .mapToObj(kind -> new Row(
                        names.get(kind),
                        (int) IntStream.of(gallery)
                                .filter(row -> kinds[row] == kind)
                                .count(),
                        (int) IntStream.of(queries)
                                .filter(row -> kinds[row] == kind)
                                .count(),
                        mean(evaluation, GalleryChoice.ALL, kind),
                        mean(evaluation, GalleryChoice.UNSEEN, kind)))
                .filter(row -> row.queries() > 0)
                .sorted(Comparator.comparingInt(row -> -row.queries()))
                .toList();
    }

    private static double mean(Evaluation evaluation, GalleryChoice gallery, int kind) {
        RetrievalResult judgement = evaluation.judged().in(gallery).judgement();
        int[] kinds = judgement.items().label(judgement.items().kind());
        double[] precision =
                judgement.figure(FigureNames.PRECISION + judgement.items().kind());
        return IntStream.range(0, precision.length)
                .filter(i -> kinds[judgement.queries()[i]] == kind && !Double.isNaN(precision[i]))
                .mapToDouble(i -> precision[i])
                .average()
                .orElse(Double.NaN);
    }
}
