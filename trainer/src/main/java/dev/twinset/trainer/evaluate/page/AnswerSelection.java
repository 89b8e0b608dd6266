package dev.twinset.trainer.evaluate.page;

import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.report.NumberFormatter;
import dev.twinset.trainer.report.PagePicture;
import dev.twinset.trainer.retrieval.FigureNames;
import dev.twinset.trainer.retrieval.Neighbours;
import dev.twinset.trainer.retrieval.RetrievalResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Queries with their five answers, as pictures: a fair sample, the middle, the worst and the best by nDCG. */
final class AnswerSelection {
    private static final int EACH = 5;
    private static final int SAMPLE = 12;

    private final Evaluation evaluation;
    private final EvaluationSet set;
    private final RetrievalResult result;
    private final int[] kinds;
    private final List<Integer> bestFirst;

    AnswerSelection(Evaluation evaluation) {
        this.evaluation = evaluation;
        this.set = evaluation.set();
        this.result = evaluation.evaluated().in(GalleryChoice.ALL).retrieval();
        this.kinds = result.items().label(set.kind());
        double[] ndcg = result.figure(FigureNames.NDCG);
        this.bestFirst = IntStream.range(0, ndcg.length)
                .filter(i -> !Double.isNaN(ndcg[i]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -ndcg[i]).thenComparingDouble(i -> -sureness(i)))
                .toList();
    }

    /** Each is the query and then its answers. */
    List<List<PagePicture>> sample() {
        List<Integer> sample = new ArrayList<>(bestFirst);
        Collections.shuffle(sample, new Random(evaluation.options().seed()));
        return pictures(sample.subList(0, Math.min(SAMPLE, sample.size())));
    }

    List<List<PagePicture>> middle() {
        int middle = Math.max(0, bestFirst.size() / 2 - EACH / 2);
        return pictures(bestFirst.subList(middle, Math.min(bestFirst.size(), middle + EACH)));
    }

    List<List<PagePicture>> worst() {
        double[] ndcg = result.figure(FigureNames.NDCG);
        return pictures(oneOfEachKind(bestFirst.stream()
                .sorted(Comparator.comparingDouble((Integer i) -> ndcg[i]).thenComparingDouble(i -> -sureness(i)))
                .toList()));
    }

    List<List<PagePicture>> best() {
        return pictures(oneOfEachKind(bestFirst));
    }

    /** So that one easy kind does not fill the page. */
    private List<Integer> oneOfEachKind(List<Integer> queries) {
        Set<Integer> seen = new HashSet<>();
        return queries.stream()
                .filter(query -> seen.add(kinds[result.queries()[query]]))
                .limit(EACH)
                .toList();
    }

    /** Mean cosine of the answers. */
    private double sureness(int query) {
        float[] scores = result.answers().get(query).scores();
        return IntStream.range(0, scores.length)
                .mapToDouble(i -> scores[i])
                .average()
                .orElse(0);
    }

    private List<List<PagePicture>> pictures(List<Integer> queries) {
        return queries.stream().map(this::pictures).toList();
    }

    private List<PagePicture> pictures(int query) {
        int row = result.queries()[query];
        Neighbours answers = result.answers().get(query);
        String kind = set.labelOf(row, set.kind());
        List<PagePicture> pictures = new ArrayList<>();
        pictures.add(picture(
                row,
                "query " + set.images().item(row).id() + ", " + kind,
                set.images().item(row).id()));
        for (int rank = 0; rank < answers.rows().length; rank++) {
            int answer = answers.rows()[rank];
            boolean right = kinds[answer] == kinds[row];
            String alt =
                    "answer " + (rank + 1) + ", " + set.labelOf(answer, set.kind()) + (right ? ", right" : ", wrong");
            pictures.add(picture(answer, alt, score(answers.scores()[rank]))
                    .with(right ? PagePicture.Mark.GOOD : PagePicture.Mark.BAD));
        }
        return pictures;
    }

    private PagePicture picture(int row, String alt, String lastLine) {
        String details = set.labelled().details().stream()
                .flatMap(detail ->
                        Stream.ofNullable(set.images().item(row).attributes().get(detail)))
                .collect(Collectors.joining(", "));
        return PagePicture.of(
                set.images().item(row).image(), alt, List.of(set.labelOf(row, set.kind()), details, lastLine));
    }

    private String score(float cosine) {
        OptionalDouble match = evaluation.model().calibration().match(cosine);
        return NumberFormatter.decimal(cosine, 3)
                + (match.isPresent() ? " · match " + NumberFormatter.decimal(match.getAsDouble(), 2) : "");
    }
}
