package dev.twinset.trainer.evaluate;

import static java.util.Objects.requireNonNull;

import dev.twinset.catalog.Catalog;
import dev.twinset.trainer.dataset.UnreadableImage;
import dev.twinset.trainer.network.Recipe;
import dev.twinset.trainer.retrieval.Bootstrap;
import dev.twinset.trainer.retrieval.Features;
import dev.twinset.trainer.retrieval.Figure;
import dev.twinset.trainer.retrieval.FigureNames;
import dev.twinset.trainer.retrieval.Judgement;
import dev.twinset.trainer.retrieval.RetrievalJudge;
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
 * held-out ones alone, and its five nearest are judged by their labels. Never itself, never a copy of itself. Baselines
 * and other networks are judged beside it, on the same images. One thread; it starts others.
 */
public final class RetrievalEvaluation {
    private final EvaluationOptions options;
    private final EvaluationProgress progress;
    private final List<Standings> contenders = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    public RetrievalEvaluation(EvaluationOptions options, EvaluationProgress progress) {
        this.options = requireNonNull(options, "options is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    /**
     * @param catalogs the first one's held-out part is looked up; the others' images can only be found
     * @return to be closed
     * @throws IOException in one sentence, if there is nothing to judge, or a rival is no network that fits
     */
    public Evaluation run(List<Catalog> catalogs, ModelBundle model) throws IOException {
        List<OnnxNetwork> rivals = open(options.rivals());
        try {
            EvaluationSet set = EvaluationSet.load(catalogs, options, progress);
            try {
                return run(set, model, rivals);
            } catch (IOException | RuntimeException e) {
                set.close();
                throw e;
            }
        } finally {
            rivals.forEach(OnnxNetwork::close);
        }
    }

    /** Before the minutes of work, so that a wrong file is told at once. */
    private List<OnnxNetwork> open(List<Path> files) throws IOException {
        List<OnnxNetwork> networks = new ArrayList<>();
        try {
            for (Path file : files) {
                networks.add(OnnxNetwork.open(file, options.threads()));
            }
            return networks;
        } catch (IOException | RuntimeException e) {
            networks.forEach(OnnxNetwork::close);
            throw e;
        }
    }

    private Evaluation run(EvaluationSet set, ModelBundle model, List<OnnxNetwork> rivals) throws IOException {
        List<UnreadableImage> unreadable = new ArrayList<>(set.images().unreadable());
        ModelContender judged = new ModelContender("model " + model.modelId(), model, options.threads());
        Features features = judged.features(set, progress, (row, reason) -> {
            set.leaveOut(row);
            unreadable.add(new UnreadableImage(set.images().item(row).id(), reason));
        });
        enter(set, judged.name(), judged.megaflops(), features);
        SortedMap<String, HeadFigure> heads = Heads.measure(model, set, options, progress);
        List<Contender> baselines = options.baselines() ? Baselines.of(model, options) : List.of();
        for (Contender baseline : baselines) {
            enter(set, baseline.name(), baseline.megaflops(), baseline.features(set, progress));
        }
        for (OnnxNetwork rival : rivals) {
            compare(set, rival);
        }
        notes.addAll(set.notes());
        sayWhatIsAlone(set);
        return new Evaluation(set, options, model, contenders, features, heads, unreadable, notes);
    }

    private void compare(EvaluationSet set, OnnxNetwork rival) throws IOException {
        Features vectors = rival.features(set, progress);
        enter(set, rival.name() + ", frozen", rival.megaflops(), vectors);
        notes.add(rival.name() + " is given " + rival.inputRule());
        DenseRival dense = new DenseRival(set, vectors);
        if (!dense.canLearn()) {
            notes.add("our dense layers were not trained on " + rival.name()
                    + ": there are too few training images that are not queries");
            return;
        }
        String name = rival.name() + DenseRival.SUFFIX;
        IntConsumer done = progress.begin(name, set.training().length);
        Features learnt = dense.train(Recipe.STANDARD, options.seed(), done);
        OptionalDouble megaflops = rival.megaflops().isPresent()
                ? OptionalDouble.of(rival.megaflops().getAsDouble() + dense.megaflops())
                : OptionalDouble.empty();
        enter(set, name, megaflops, learnt);
    }

    private void enter(EvaluationSet set, String name, OptionalDouble megaflops, Features features) {
        int[] queries = set.queries();
        Bootstrap bootstrap = new Bootstrap(queries.length, options.seed());
        Map<GalleryChoice, Standing> standings = new EnumMap<>(GalleryChoice.class);
        for (GalleryChoice gallery : GalleryChoice.values()) {
            Judgement judgement = new RetrievalJudge(set.judged(), queries, set.gallery(gallery)).judge(features);
            Optional<Judgement> model = contenders.stream()
                    .findFirst()
                    .map(first -> first.in(gallery).judgement());
            standings.put(gallery, Standing.of(judgement, model, bootstrap));
        }
        contenders.add(new Standings(name, megaflops, features.dimension(), standings));
    }

    private void sayWhatIsAlone(EvaluationSet set) {
        for (GalleryChoice gallery : GalleryChoice.values()) {
            String name = FigureNames.PRECISION + set.kind();
            int judged = contenders
                    .get(0)
                    .in(gallery)
                    .figure(name)
                    .map(Figure::queries)
                    .orElse(0);
            int alone = set.queries().length - judged;
            if (alone > 0) {
                notes.add(alone + " of " + set.queries().length + " queries have no other image of their " + set.kind()
                        + " in the gallery " + gallery.label() + " and are left out of its figures");
            }
        }
    }
}
