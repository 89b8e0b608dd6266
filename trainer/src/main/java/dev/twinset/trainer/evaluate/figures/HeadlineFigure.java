package dev.twinset.trainer.evaluate.figures;

import dev.twinset.trainer.dataset.LabelColumns;
import dev.twinset.trainer.retrieval.FigureNames;
import dev.twinset.trainer.retrieval.LabelledItems;
import java.util.ArrayList;
import java.util.List;

/**
 * A figure that is shown first.
 *
 * @param name as in {@link FigureNames}
 * @param title short, for the head of a column
 */
public record HeadlineFigure(String name, String title) {
    /** Those that the catalogue's labels allow. */
    public static List<HeadlineFigure> of(Evaluation evaluation) {
        LabelledItems items = evaluation.set().labelled();
        String kind = items.kind();
        List<HeadlineFigure> figures = new ArrayList<>();
        figures.add(new HeadlineFigure(FigureNames.PRECISION + kind, "P@5"));
        figures.add(new HeadlineFigure(FigureNames.AVERAGE_PRECISION + kind, "mAP"));
        figures.add(new HeadlineFigure(FigureNames.NDCG, "nDCG@5"));
        if (items.details().contains(LabelColumns.GENDER)) {
            figures.add(new HeadlineFigure(FigureNames.PRECISION + kind + "+" + LabelColumns.GENDER, "P@5+gender"));
        }
        if (items.labels().containsKey(LabelColumns.COLOUR)) {
            figures.add(new HeadlineFigure(FigureNames.PRECISION + LabelColumns.COLOUR, "P@5 colour"));
        }
        figures.add(new HeadlineFigure(FigureNames.MACRO + kind, "macro P@5"));
        return figures;
    }
}
