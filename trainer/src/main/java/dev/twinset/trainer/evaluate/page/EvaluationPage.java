package dev.twinset.trainer.evaluate.page;

import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.figures.ConfusionMatrix;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.evaluate.figures.HeadlineFigure;
import dev.twinset.trainer.evaluate.figures.Reliability;
import dev.twinset.trainer.report.ChartSeries;
import dev.twinset.trainer.report.NumberFormatter;
import dev.twinset.trainer.retrieval.Figure;
import dev.twinset.trainer.retrieval.FigureNames;
import dev.twinset.vision.bundle.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code evaluation.jte} and its parts show beside the figures themselves. */
record EvaluationPage(Evaluation evaluation) {
    /** Kinds in the matrix, and rows of the table of wrong answers. */
    static final int MOST_CONFUSED = 20;

    /** Classes that are shown without opening the rest. */
    static final int MOST_CLASSES = 25;

    private static final String NONE = "–";

    String lead() {
        ModelCard card = evaluation.model().manifest().model();
        return String.format(
                Locale.ROOT,
                "Model %s (shape %s, trained on %,d images of %s), evaluated on %,d images of %s (%s).",
                evaluation.model().modelId(),
                evaluation.model().architecture().name(),
                card.data().items(),
                card.data().name(),
                evaluation.queries(),
                evaluation.set().name(),
                evaluation.set().part().phrase());
    }

    /** The label that makes an answer right. */
    String kind() {
        return evaluation.set().kind();
    }

    /** Of the kind, by their numbers. */
    List<String> classes() {
        return evaluation.set().classes(kind());
    }

    List<HeadlineFigure> headlines() {
        return HeadlineFigure.of(evaluation);
    }

    ConfusionMatrix confusions() {
        return ConfusionMatrix.of(
                evaluation.evaluated().in(GalleryChoice.ALL).retrieval(),
                classes().size());
    }

    /** The figure that says whether an answer is right. */
    String precision() {
        return FigureNames.PRECISION + kind();
    }

    /** For a template, which can only loop over it. */
    List<Figure> listed(Optional<Figure> figure) {
        return figure.stream().toList();
    }

    List<String> columns(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }

    /** The model's figure. */
    String value(GalleryChoice gallery, String name) {
        return evaluation
                .evaluated()
                .in(gallery)
                .figure(name)
                .map(figure -> NumberFormatter.decimal(figure.value(), 3))
                .orElse(NONE);
    }

    static String heading(GalleryChoice gallery) {
        return gallery == GalleryChoice.ALL ? "Among all images" : "Among unseen images only";
    }

    /** A figure with half of its interval. */
    static String figure(@Nullable Figure figure) {
        return figure == null ? NONE : bare("%.3f", figure.value()) + " ± " + half(figure);
    }

    /** The same with its sign. */
    static String lead(@Nullable Figure lead) {
        return lead == null ? NONE : String.format(Locale.ROOT, "%+.3f ± ", lead.value()) + half(lead);
    }

    static String interval(Figure figure) {
        return String.format(Locale.ROOT, "[%.3f, %.3f]", figure.low(), figure.high());
    }

    /** The intervals are nearly symmetric; evaluation.json has both ends. */
    private static String half(Figure figure) {
        return bare("%.3f", (figure.high() - figure.low()) / 2);
    }

    /** Without the zero before the point, so that all columns fit. */
    private static String bare(String format, double value) {
        return String.format(Locale.ROOT, format, value).replaceFirst("^([+-]?)0\\.", "$1.");
    }

    /** Observed against predicted in each gallery, beside the diagonal of a perfect calibration. */
    List<ChartSeries> reliabilityCurves(Map<GalleryChoice, Reliability> found) {
        List<ChartSeries> series = new ArrayList<>();
        series.add(new ChartSeries("as it should be", new double[] {0, 1}, new double[] {0, 1}));
        found.forEach((gallery, reliability) -> series.add(new ChartSeries(
                "gallery " + gallery.label(),
                values(reliability, Reliability.Bin::predicted),
                values(reliability, Reliability.Bin::observed))));
        return series;
    }

    private static double[] values(Reliability reliability, ToDoubleFunction<Reliability.Bin> value) {
        return reliability.bins().stream().mapToDouble(value).toArray();
    }
}
