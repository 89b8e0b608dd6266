package dev.twinset.trainer.evaluate.page;

import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.evaluate.figures.Reliability;
import dev.twinset.trainer.report.Cell;
import dev.twinset.trainer.report.ChartSeries;
import dev.twinset.trainer.report.Charts;
import dev.twinset.trainer.report.Section;
import dev.twinset.trainer.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Predicted matches against what came true. */
final class CalibrationSection {
    private CalibrationSection() {}

    static void fill(Section section, Evaluation evaluation) {
        Map<GalleryChoice, Reliability> found = evaluation.reliability();
        if (found.isEmpty()) {
            section.paragraph("The model carries no calibration of its scores: they are cosines, good for an order and"
                    + " nothing else. Models that this version trains carry one.");
            return;
        }
        section.paragraph("Beside the cosine, each answer carries a match: the probability that it is of the query's "
                + evaluation.set().kind() + ", learnt on validation images. If it means what it says, the points lie on"
                + " the diagonal.");
        List<ChartSeries> series = new ArrayList<>();
        series.add(new ChartSeries("as it should be", new double[] {0, 1}, new double[] {0, 1}));
        found.forEach((gallery, reliability) -> series.add(new ChartSeries(
                "gallery " + gallery.label(),
                values(reliability, Reliability.Bin::predicted),
                values(reliability, Reliability.Bin::observed))));
        section.chart(
                Charts.lines("predicted match", "share that is right", series),
                "Predicted against observed, in tenths of the prediction.");
        Table table = new Table("How far off", "gallery", "answers", "calibration error", "Brier score");
        found.forEach((gallery, reliability) -> table.row(
                Cell.text(gallery.label()),
                Cell.count(reliability.pairs()),
                Cell.decimal(reliability.calibrationError(), 4),
                Cell.decimal(reliability.brier(), 4)));
        section.table(table);
        section.details(
                "By tenths of the prediction",
                inner -> found.forEach((gallery, reliability) -> {
                    Table bins = new Table("Gallery " + gallery.label(), "predicted", "observed", "answers");
                    reliability
                            .bins()
                            .forEach(bin -> bins.row(
                                    Cell.text(String.format(Locale.ROOT, "%.3f", bin.predicted())),
                                    Cell.share(bin.observed()),
                                    Cell.count(bin.pairs())));
                    inner.table(bins);
                }));
    }

    private static double[] values(Reliability reliability, ToDoubleFunction<Reliability.Bin> value) {
        return reliability.bins().stream().mapToDouble(value).toArray();
    }
}
