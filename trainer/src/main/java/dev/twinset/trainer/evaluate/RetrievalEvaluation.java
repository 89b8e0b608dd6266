package dev.twinset.trainer.evaluate;

import static java.util.Objects.requireNonNull;

import dev.twinset.catalog.Catalog;
import dev.twinset.trainer.dataset.UnreadableImage;
import dev.twinset.trainer.evaluate.baseline.Baseline;
import dev.twinset.trainer.evaluate.baseline.DenseProbe;
import dev.twinset.trainer.evaluate.baseline.ModelBaseline;
import dev.twinset.trainer.evaluate.baseline.StandardBaselines;
import dev.twinset.trainer.evaluate.data.EvaluationOptions;
import dev.twinset.trainer.evaluate.data.EvaluationProgress;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.evaluate.figures.GalleryResult;
import dev.twinset.trainer.evaluate.figures.HeadEvaluation;
import dev.twinset.trainer.evaluate.figures.HeadFigure;
import dev.twinset.trainer.evaluate.figures.ModelResult;
import dev.twinset.trainer.evaluate.onnx.OnnxBaseline;
import dev.twinset.trainer.retrieval.Bootstrap;
import dev.twinset.trainer.retrieval.ExactRetrieval;
import dev.twinset.trainer.retrieval.FeatureMatrix;
import dev.twinset.trainer.retrieval.Figure;
import dev.twinset.trainer.retrieval.FigureNames;
import dev.twinset.trainer.retrieval.RetrievalResult;
import dev.twinset.trainer.settings.Hyperparameters;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.function.IntConsumer;

/**
 * How good a model's recommendations are: each image of the held-out part is looked up among all images, and among the
 * held-out ones only, and its five nearest are scored by their labels. Never itself, never a copy of itself. Baselines
 * and other networks are scored beside it, on the same images. One thread; it starts others.
 */
public final class RetrievalEvaluation {
    private final EvaluationOptions options;
    private final EvaluationProgress progress;
    private final List<ModelResult> results = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    public RetrievalEvaluation(EvaluationOptions options, EvaluationProgress progress) {
        this.options = requireNonNull(options, "options is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    /**
     * @param catalogs the first one's held-out part is looked up; the others' images can only be found
     * @return to be closed
     * @throws IOException in one sentence, if there is nothing to score, or a network does not fit
     */
    public Evaluation run(List<Catalog> catalogs, ModelBundle model) throws IOException {
        List<OnnxBaseline> networks = open(options.networks());
        try {
            EvaluationSet set = EvaluationSet.load(catalogs, options, progress);
            try {
                return run(set, model, networks);
            } catch (IOException | RuntimeException e) {
                set.close();
                throw e;
            }
        } finally {
            networks.forEach(OnnxBaseline::close);
        }
    }

    /** Before the minutes of work, so that a wrong file is reported at once. */
    private List<OnnxBaseline> open(List<Path> files) throws IOException {
        List<OnnxBaseline> networks = new ArrayList<>();
        try {
            for (Path file : files) {
                networks.add(OnnxBaseline.open(file, options.threads()));
            }
            return networks;
        } catch (IOException | RuntimeException e) {
            networks.forEach(OnnxBaseline::close);
            throw e;
        }
    }

    private Evaluation run(EvaluationSet set, ModelBundle model, List<OnnxBaseline> networks) throws IOException {
        List<UnreadableImage> unreadable = new ArrayList<>(set.images().unreadable());
        ModelBaseline evaluated = new ModelBaseline("model " + model.modelId(), model, options.threads());
        FeatureMatrix features = evaluated.features(set, progress, (row, reason) -> {
            set.leaveOut(row);
            unreadable.add(new UnreadableImage(set.images().item(row).id(), reason));
        });
        add(set, evaluated.name(), evaluated.megaflops(), features);
        SortedMap<String, HeadFigure> heads = HeadEvaluation.measure(model, set, options, progress);
        List<Baseline> baselines = options.baselines() ? StandardBaselines.of(model, options) : List.of();
        for (Baseline baseline : baselines) {
            add(set, baseline.name(), baseline.megaflops(), baseline.features(set, progress));
        }
        for (OnnxBaseline network : networks) {
            compare(set, network);
        }
        notes.addAll(set.notes());
        noteUnanswerable(set);
        return new Evaluation(set, options, model, results, features, heads, unreadable, notes);
    }

    private void compare(EvaluationSet set, OnnxBaseline network) throws IOException {
        FeatureMatrix vectors = network.features(set, progress);
        add(set, network.name() + ", frozen", network.megaflops(), vectors);
        notes.add(network.name() + " is given " + network.inputRule());
        DenseProbe dense = new DenseProbe(set, vectors);
        if (!dense.canLearn()) {
            notes.add("our dense layers were not trained on " + network.name()
                    + ": there are too few training images that are not queries");
            return;
        }
        String name = network.name() + DenseProbe.SUFFIX;
        IntConsumer done = progress.begin(name, set.training().length);
        FeatureMatrix learnt = dense.train(Hyperparameters.STANDARD, options.seed(), done);
        OptionalDouble megaflops = network.megaflops().isPresent()
                ? OptionalDouble.of(network.megaflops().getAsDouble() + dense.megaflops())
                : OptionalDouble.empty();
        add(set, name, megaflops, learnt);
    }

    private void add(EvaluationSet set, String name, OptionalDouble megaflops, FeatureMatrix features) {
        int[] queries = set.queries();
        Bootstrap bootstrap = new Bootstrap(queries.length, options.seed());
        Map<GalleryChoice, GalleryResult> byGallery = new EnumMap<>(GalleryChoice.class);
        for (GalleryChoice gallery : GalleryChoice.values()) {
            RetrievalResult retrieval =
                    new ExactRetrieval(set.labelled(), queries, set.gallery(gallery)).score(features);
            Optional<RetrievalResult> model =
                    results.stream().findFirst().map(first -> first.in(gallery).retrieval());
            byGallery.put(gallery, GalleryResult.of(retrieval, model, bootstrap));
        }
        results.add(new ModelResult(name, megaflops, features.dimension(), byGallery));
    }

    private void noteUnanswerable(EvaluationSet set) {
        for (GalleryChoice gallery : GalleryChoice.values()) {
            String name = FigureNames.PRECISION + set.kind();
            int answerable =
                    results.get(0).in(gallery).figure(name).map(Figure::queries).orElse(0);
            int unanswerable = set.queries().length - answerable;
            if (unanswerable > 0) {
                notes.add(unanswerable + " of " + set.queries().length + " queries have no other image of their "
                        + set.kind() + " in the gallery " + gallery.label() + " and are left out of its figures");
            }
        }
    }
}
