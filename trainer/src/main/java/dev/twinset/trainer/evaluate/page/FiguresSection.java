package dev.twinset.trainer.evaluate.page;

import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.evaluate.figures.HeadlineFigure;
import dev.twinset.trainer.evaluate.figures.ModelResult;
import dev.twinset.trainer.report.Cell;
import dev.twinset.trainer.report.KeyFigure;
import dev.twinset.trainer.report.Section;
import dev.twinset.trainer.report.Table;
import dev.twinset.trainer.retrieval.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures: the model's first, then beside those of the others. */
final class FiguresSection {
    private FiguresSection() {}

    static void fill(Section glance, Section tables, Evaluation evaluation) {
        tiles(glance, evaluation);
        for (GalleryChoice gallery : GalleryChoice.values()) {
            tables.heading(gallery == GalleryChoice.ALL ? "Among all images" : "Among unseen images alone");
            tables.table(standings(evaluation, gallery));
        }
        tables.heading("The model's lead, query by query");
        tables.paragraph(
                "The model's figure less the other's on the same queries, with the interval of that difference:"
                        + " where it does not hold 0, the difference is no accident.");
        for (GalleryChoice gallery : GalleryChoice.values()) {
            tables.table(leads(evaluation, gallery));
        }
        if (!evaluation.heads().isEmpty()) {
            tables.heading("The class layer").table(heads(evaluation));
        }
        for (GalleryChoice gallery : GalleryChoice.values()) {
            tables.details(
                    "All figures of the model, gallery " + gallery.label(),
                    inner -> inner.table(all(evaluation, gallery)));
        }
    }

    private static void tiles(Section section, Evaluation evaluation) {
        List<KeyFigure> tiles = new ArrayList<>();
        for (HeadlineFigure headline : HeadlineFigure.of(evaluation)) {
            evaluation
                    .judged()
                    .in(GalleryChoice.ALL)
                    .figure(headline.name())
                    .ifPresent(figure -> tiles.add(new KeyFigure(
                            headline.title(),
                            EvaluationPage.written(figure),
                            interval(figure) + ", unseen only "
                                    + EvaluationPage.written(evaluation, GalleryChoice.UNSEEN, headline.name()))));
        }
        evaluation
                .judged()
                .megaflops()
                .ifPresent(value -> tiles.add(new KeyFigure(
                        "Work", String.format(Locale.ROOT, "%.0f", value), "MFLOP for one image, up to its feature")));
        section.tiles(tiles);
        section.paragraph(sentence(evaluation));
    }

    private static String sentence(Evaluation evaluation) {
        return evaluation
                .judged()
                .in(GalleryChoice.ALL)
                .figure(EvaluationPage.precision(evaluation))
                .map(figure -> String.format(
                        Locale.ROOT,
                        "Of five recommendations, %.1f are of the query's %s.",
                        5 * figure.value(),
                        evaluation.set().kind()))
                .orElse("");
    }

    private static Table standings(Evaluation evaluation, GalleryChoice gallery) {
        List<HeadlineFigure> headlines = HeadlineFigure.of(evaluation);
        List<String> columns = new ArrayList<>(List.of("features", "MFLOP"));
        headlines.forEach(headline -> columns.add(headline.title()));
        Table table = new Table(
                String.format(
                        Locale.ROOT,
                        "%,d queries among %,d images; value and half the width of the 95 %% interval",
                        evaluation.queries(),
                        evaluation.images(gallery)),
                columns.toArray(String[]::new));
        for (ModelResult contender : evaluation.contenders()) {
            List<Cell> cells = new ArrayList<>();
            cells.add(Cell.text(contender.name()));
            cells.add(
                    contender.megaflops().isPresent()
                            ? Cell.decimal(contender.megaflops().getAsDouble(), 0)
                            : Cell.number("–"));
            for (HeadlineFigure headline : headlines) {
                cells.add(contender
                        .in(gallery)
                        .figure(headline.name())
                        .map(figure -> Cell.number(bare("%.3f", figure.value()) + " ± " + half(figure)))
                        .orElse(Cell.number("–")));
            }
            table.row(cells.toArray(Cell[]::new));
        }
        return table;
    }

    private static Table leads(Evaluation evaluation, GalleryChoice gallery) {
        List<HeadlineFigure> headlines = HeadlineFigure.of(evaluation);
        List<String> columns = new ArrayList<>(List.of("model less"));
        headlines.forEach(headline -> columns.add(headline.title()));
        Table table = new Table(
                gallery == GalleryChoice.ALL ? "Among all images" : "Among unseen images alone",
                columns.toArray(String[]::new));
        for (ModelResult contender :
                evaluation.contenders().subList(1, evaluation.contenders().size())) {
            List<Cell> cells = new ArrayList<>();
            cells.add(Cell.text(contender.name()));
            for (HeadlineFigure headline : headlines) {
                cells.add(Optional.ofNullable(contender.in(gallery).lead().get(headline.name()))
                        .map(lead -> Cell.number(String.format(Locale.ROOT, "%+.3f ± ", lead.value()) + half(lead)))
                        .orElse(Cell.number("–")));
            }
            table.row(cells.toArray(Cell[]::new));
        }
        return table;
    }

    private static Table heads(Evaluation evaluation) {
        Table table = new Table(
                "How often the strongest class is the right one", "column", "right", "95 %", "images", "unknown class");
        evaluation
                .heads()
                .forEach((task, head) -> table.row(
                        Cell.text(task),
                        Cell.share(head.accuracy().value()),
                        Cell.number(interval(head.accuracy())),
                        Cell.count(head.accuracy().queries()),
                        Cell.count(head.unknown())));
        return table;
    }

    private static Table all(Evaluation evaluation, GalleryChoice gallery) {
        Table table = new Table("As in evaluation.json", "figure", "value", "95 %", "queries");
        evaluation
                .judged()
                .in(gallery)
                .figures()
                .forEach((name, figure) -> table.row(
                        Cell.text(name),
                        Cell.decimal(figure.value(), 4),
                        Cell.number(interval(figure)),
                        Cell.count(figure.queries())));
        return table;
    }

    /** The intervals are all but symmetric; evaluation.json has both ends. */
    private static String half(Figure figure) {
        return bare("%.3f", (figure.high() - figure.low()) / 2);
    }

    /** Without the zero before the point, so that all columns fit. */
    private static String bare(String format, double value) {
        return String.format(Locale.ROOT, format, value).replaceFirst("^([+-]?)0\\.", "$1.");
    }

    private static String interval(Figure figure) {
        return String.format(Locale.ROOT, "[%.3f, %.3f]", figure.low(), figure.high());
    }
}
