package dev.twinset.trainer.evaluate.figures;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.data.QueryDigest;
import dev.twinset.trainer.retrieval.Figure;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import java.util.SortedMap;

/**
 * {@code evaluation.json}, format {@value #FORMAT}.
 *
 * <pre>
 * format       {@value #FORMAT}
 * catalog      name; galleries: names of the further ones; images: readable ones of all; unreadable: how many are not
 * part         whose images are the queries; duplicates: the file of duplicate groups, or none; seed
 * queries      count, sha256 of their ids (sorted, a line each)
 * kind         the label that makes an answer right
 * model        id, architecture, megaflops, dimension, trainedOn, trainingImages
 * galleries    all, unseen: images; contenders, the model first:
 *   name, megaflops (missing if unknown), dimension
 *   figures    by name, see {@link dev.twinset.trainer.retrieval.FigureNames}: value, low and high (95 %), queries judged
 *   lead       the model's figures less this one's, query by query: value, low, high, queries; not at the model
 * heads        task: accuracy of the class layer: value, low, high, queries; unknown: queries of a class it never met
 * calibration  gallery (none if the model has no calibration): pairs of query and answer, expectedCalibrationError,
 *              brier, bins of the predicted match: predicted, observed, pairs
 * notes        sentences
 * </pre>
 */
final class EvaluationJson {
    static final int FORMAT = 1;

    private static final double DIGITS = 1e5;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Evaluation evaluation;

    private EvaluationJson(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    static ObjectNode of(Evaluation evaluation) {
        return new EvaluationJson(evaluation).document();
    }

    private ObjectNode document() {
        EvaluationSet set = evaluation.set();
        ObjectNode document = mapper.createObjectNode();
        document.put("format", FORMAT);
        document.put("catalog", set.name());
        set.galleryNames().forEach(document.putArray("furtherCatalogs")::add);
        document.put("images", set.gallery(GalleryChoice.ALL).length);
        document.put("unreadable", evaluation.unreadable().size());
        document.put("part", set.part().label());
        document.put("duplicates", set.groupsFile());
        document.put("seed", evaluation.options().seed());
        ObjectNode queries = document.putObject("queries");
        queries.put("count", set.queries().length);
        queries.put("sha256", QueryDigest.of(set));
        document.put("kind", set.kind());
        model(document.putObject("model"));
        ObjectNode galleries = document.putObject("galleries");
        for (GalleryChoice gallery : GalleryChoice.values()) {
            gallery(galleries.putObject(gallery.label()), gallery);
        }
        ObjectNode heads = document.putObject("heads");
        evaluation.heads().forEach((task, head) -> {
            ObjectNode object = heads.putObject(task);
            figure(object, head.accuracy());
            object.put("unknown", head.unknown());
        });
        ObjectNode calibration = document.putObject("calibration");
        evaluation
                .reliability()
                .forEach((gallery, found) -> reliability(calibration.putObject(gallery.label()), found));
        evaluation.notes().forEach(document.putArray("notes")::add);
        return document;
    }

    private void model(ObjectNode object) {
        ModelBundle model = evaluation.model();
        ModelCard card = model.manifest().model();
        object.put("id", model.modelId());
        object.put("architecture", model.architecture().name());
        object.put("megaflops", rounded(model.architecture().operations() / 1e6));
        object.put("dimension", model.manifest().dimension());
        object.put("trainedOn", card.data().name());
        object.put("trainingImages", card.data().items());
    }

    private void gallery(ObjectNode object, GalleryChoice gallery) {
        object.put("images", evaluation.set().gallery(gallery).length);
        ArrayNode results = object.putArray("contenders");
        for (ModelResult result : evaluation.results()) {
            ObjectNode node = results.addObject();
            node.put("name", result.name());
            result.megaflops().ifPresent(value -> node.put("megaflops", rounded(value)));
            node.put("dimension", result.dimension());
            figures(node.putObject("figures"), result.in(gallery).figures());
            if (!result.in(gallery).lead().isEmpty()) {
                figures(node.putObject("lead"), result.in(gallery).lead());
            }
        }
    }

    private static void figures(ObjectNode object, SortedMap<String, Figure> figures) {
        figures.forEach((name, figure) -> figure(object.putObject(name), figure));
    }

    private static void figure(ObjectNode object, Figure figure) {
        object.put("value", rounded(figure.value()));
        object.put("low", rounded(figure.low()));
        object.put("high", rounded(figure.high()));
        object.put("queries", figure.queries());
    }

    private static void reliability(ObjectNode object, Reliability reliability) {
        object.put("pairs", reliability.pairs());
        object.put("expectedCalibrationError", rounded(reliability.calibrationError()));
        object.put("brier", rounded(reliability.brier()));
        ArrayNode bins = object.putArray("bins");
        for (Reliability.Bin bin : reliability.bins()) {
            ObjectNode node = bins.addObject();
            node.put("predicted", rounded(bin.predicted()));
            node.put("observed", rounded(bin.observed()));
            node.put("pairs", bin.pairs());
        }
    }

    private static double rounded(double value) {
        return Math.round(value * DIGITS) / DIGITS;
    }
}
