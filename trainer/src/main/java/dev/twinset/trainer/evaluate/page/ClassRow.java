package dev.twinset.trainer.evaluate.page;

import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.retrieval.FigureNames;
import dev.twinset.trainer.retrieval.RetrievalResult;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Precision at 5 of one class, with the counts that say how sure it is.
 *
 * @param images in the gallery
 * @param all precision among all images; NaN if no query can be scored
 * @param unseen precision among the unseen ones
 */
record ClassRow(String name, int images, int queries, double all, double unseen) {
    private static final int LEAST_QUERIES = 5;
    private static final int WEAKEST = 10;

    /** The classes that are asked for, the most frequent first. */
    static List<ClassRow> all(Evaluation evaluation) {
        EvaluationSet set = evaluation.set();
        int[] kinds = set.labelled().label(set.kind());
        List<String> names = set.classes(set.kind());
        return IntStream.range(0, names.size())
                .mapToObj(kind -> new ClassRow(
                        names.get(kind),
                        count(set.gallery(GalleryChoice.ALL), kinds, kind),
                        count(set.queries(), kinds, kind),
                        precision(evaluation, GalleryChoice.ALL, kind),
                        precision(evaluation, GalleryChoice.UNSEEN, kind)))
                .filter(row -> row.queries() > 0)
                .sorted(Comparator.comparingInt(row -> -row.queries()))
                .toList();
    }

    /** Of those with enough queries to tell. */
    static List<ClassRow> weakest(List<ClassRow> rows) {
        return rows.stream()
                .filter(row -> row.queries() >= LEAST_QUERIES)
                .sorted(Comparator.comparingDouble(ClassRow::all))
                .limit(WEAKEST)
                .toList();
    }

    private static int count(int[] rows, int[] kinds, int kind) {
        return (int) IntStream.of(rows).filter(row -> kinds[row] == kind).count();
    }

    private static double precision(Evaluation evaluation, GalleryChoice gallery, int kind) {
        RetrievalResult result = evaluation.evaluated().in(gallery).retrieval();
        int[] kinds = result.items().label(result.items().kind());
        double[] precision =
                result.figure(FigureNames.PRECISION + result.items().kind());
        return IntStream.range(0, precision.length)
                .filter(i -> kinds[result.queries()[i]] == kind && !Double.isNaN(precision[i]))
                .mapToDouble(i -> precision[i])
                .average()
                .orElse(Double.NaN);
    }
}
