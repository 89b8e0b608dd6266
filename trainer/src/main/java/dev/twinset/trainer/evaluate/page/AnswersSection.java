package dev.twinset.trainer.evaluate.page;

import dev.twinset.trainer.dataset.ImageSet;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.report.PagePicture;
import dev.twinset.trainer.report.Section;
import dev.twinset.trainer.report.ThumbnailMaker;
import dev.twinset.trainer.retrieval.FigureNames;
import dev.twinset.trainer.retrieval.Neighbours;
import dev.twinset.trainer.retrieval.RetrievalResult;
import dev.twinset.vision.bundle.MatchCalibration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Pictures of queries with their five answers: the best, the middle, the worst, and a fair sample. */
final class AnswersSection {
    private static final int PICTURE = 112;
    private static final int EACH = 5;
    private static final int SAMPLE = 12;

    private final Evaluation evaluation;
    private final EvaluationSet set;
    private final RetrievalResult judgement;
    private final double[] ndcg;

    private AnswersSection(Evaluation evaluation) {
        this.evaluation = evaluation;
        this.set = evaluation.set();
        this.judgement = evaluation.judged().in(GalleryChoice.ALL).judgement();
        this.ndcg = judgement.figure(FigureNames.NDCG);
    }

    static void fill(Section section, Evaluation evaluation) {
        new AnswersSection(evaluation).fill(section);
    }

    private void fill(Section section) {
        section.paragraph("On the left the query, then its five nearest among all images. The number is the cosine of"
                + " the features; a green edge: the same " + set.kind() + ".");
        List<Integer> ranked = IntStream.range(0, ndcg.length)
                .filter(i -> !Double.isNaN(ndcg[i]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -ndcg[i]).thenComparingDouble(i -> -sureness(i)))
                .toList();
        List<Integer> sample = new ArrayList<>(ranked);
        Collections.shuffle(sample, new Random(evaluation.options().seed()));
        try (ThumbnailMaker maker = new ThumbnailMaker(PICTURE)) {
            strips(
                    section,
                    "A fair sample",
                    "Drawn at random.",
                    sample.subList(0, Math.min(SAMPLE, sample.size())),
                    maker);
            int middle = Math.max(0, ranked.size() / 2 - EACH / 2);
            strips(
                    section,
                    "The middle",
                    "Half of the queries fare better by nDCG@5, half worse.",
                    ranked.subList(middle, Math.min(ranked.size(), middle + EACH)),
                    maker);
            strips(
                    section,
                    "The worst",
                    "No or hardly any right answer; of these, those of which the model was surest, one of each kind.",
                    different(worst(ranked)),
                    maker);
            strips(
                    section,
                    "The best",
                    "All that could be wished, and near; one of each kind.",
                    different(ranked),
                    maker);
        }
    }

    private List<Integer> worst(List<Integer> ranked) {
        return ranked.stream()
                .sorted(Comparator.comparingDouble((Integer i) -> ndcg[i]).thenComparingDouble(i -> -sureness(i)))
                .toList();
    }

    /** The first of each kind, so that one easy kind does not fill the page. */
    private List<Integer> different(List<Integer> queries) {
        int[] kinds = judgement.items().label(set.kind());
        Set<Integer> seen = new HashSet<>();
        return queries.stream()
                .filter(query -> seen.add(kinds[judgement.queries()[query]]))
                .limit(EACH)
                .toList();
    }

    /** Mean cosine of the answers. */
    private double sureness(int query) {
        float[] scores = judgement.answers().get(query).scores();
        double sum = 0;
        for (float score : scores) {
            sum += score;
        }
        return scores.length == 0 ? 0 : sum / scores.length;
    }

    private void strips(Section section, String heading, String text, List<Integer> queries, ThumbnailMaker maker) {
        section.heading(heading).paragraph(text);
        for (int query : queries) {
            int row = judgement.queries()[query];
            ImageSet images = set.images();
            PagePicture first = maker.of(
                    images.item(row).image(),
                    "query " + images.item(row).id() + ", " + set.labelOf(row, set.kind()),
                    List.of(
                            set.labelOf(row, set.kind()),
                            details(row),
                            images.item(row).id()));
            section.strip(first, answers(query, row, maker));
        }
    }

    private List<PagePicture> answers(int query, int row, ThumbnailMaker maker) {
        MatchCalibration calibration = evaluation.model().calibration();
        int[] kinds = judgement.items().label(set.kind());
        Neighbours answers = judgement.answers().get(query);
        List<PagePicture> thumbnails = new ArrayList<>();
        for (int rank = 0; rank < answers.rows().length; rank++) {
            int answer = answers.rows()[rank];
            float score = answers.scores()[rank];
            String match = calibration.match(score).isPresent()
                    ? String.format(
                            Locale.ROOT,
                            " · match %.2f",
                            calibration.match(score).getAsDouble())
                    : "";
            String kind = set.labelOf(answer, set.kind());
            boolean right = kinds[answer] == kinds[row];
            thumbnails.add(maker.of(
                            set.images().item(answer).image(),
                            "answer " + (rank + 1) + ", " + kind + (right ? ", right" : ", wrong"),
                            List.of(kind, details(answer), String.format(Locale.ROOT, "%.3f", score) + match))
                    .with(right ? PagePicture.Mark.GOOD : PagePicture.Mark.BAD));
        }
        return thumbnails;
    }

    private String details(int row) {
        return set.judged().details().stream()
                .flatMap(detail ->
                        Stream.ofNullable(set.images().item(row).attributes().get(detail)))
                .collect(Collectors.joining(", "));
    }
}
