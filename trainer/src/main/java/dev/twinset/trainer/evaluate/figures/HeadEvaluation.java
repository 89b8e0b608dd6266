package dev.twinset.trainer.evaluate.figures;

import dev.twinset.trainer.evaluate.data.EvaluationOptions;
import dev.twinset.trainer.evaluate.data.EvaluationProgress;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.io.ImageBytes;
import dev.twinset.trainer.network.Logits;
import dev.twinset.trainer.retrieval.Bootstrap;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import dev.twinset.vision.image.ImageDecoder;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.vision.image.InvalidImageException;
import dev.twinset.vision.network.CnnForward;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/** How well the class layer predicts the labels of the queries, by the code that serves. */
public final class HeadEvaluation {
    private HeadEvaluation() {}

    /** @return task to figure, of the tasks whose column the catalogue has */
    public static SortedMap<String, HeadFigure> measure(
            ModelBundle model, EvaluationSet set, EvaluationOptions options, EvaluationProgress progress)
            throws IOException {
        int[] queries = set.queries();
        float[][] logits = logits(model, set, progress.begin("class layer", queries.length));
        return measure(model, set, logits, new Bootstrap(queries.length, options.seed()));
    }

    /** Query by query; nothing where the image cannot be used. */
    private static float[][] logits(ModelBundle model, EvaluationSet set, IntConsumer done) throws IOException {
        int[] queries = set.queries();
        float[][] logits = new float[queries.length][];
        int side = model.architecture().side();
        byte[] rgb = new byte[side * side * CnnArchitecture.CHANNELS];
        try (CnnForward forward = CnnForward.open(model);
                ImageDecoder decoder = new ImageDecoder(side, ImageLimits.DEFAULT)) {
            for (int from = 0; from < queries.length; from += CnnForward.BATCH) {
                int to = Math.min(queries.length, from + CnnForward.BATCH);
                boolean[] read = new boolean[to - from];
                for (int i = from; i < to; i++) {
                    read[i - from] = decoded(set, queries[i], decoder, rgb);
                    if (read[i - from]) {
                        forward.load(i - from, rgb, 0);
                    }
                }
                forward.run();
                for (int i = from; i < to; i++) {
                    logits[i] = read[i - from] ? forward.logits(i - from) : new float[0];
                }
                done.accept(to);
            }
        }
        return logits;
    }

    private static boolean decoded(EvaluationSet set, int row, ImageDecoder decoder, byte[] rgb) throws IOException {
        byte[] encoded = ImageBytes.read(set.images().item(row).image(), ImageLimits.DEFAULT.maxBytes());
        try {
            decoder.decode(encoded, rgb, 0);
            return true;
        } catch (InvalidImageException e) {
            return false; // already reported where its feature was extracted
        }
    }

    private static SortedMap<String, HeadFigure> measure(
            ModelBundle model, EvaluationSet set, float[][] logits, Bootstrap bootstrap) {
        int[] queries = set.queries();
        SortedMap<String, HeadFigure> figures = new TreeMap<>();
        int first = 0;
        for (ModelCard.Task task : model.manifest().model().tasks()) {
            Map<String, Integer> numbers = new HashMap<>();
            task.classes().forEach(name -> numbers.put(name, numbers.size()));
            double[] right = new double[queries.length];
            Arrays.fill(right, Double.NaN);
            int unknown = 0;
            for (int i = 0; i < queries.length; i++) {
                String label = set.images().item(queries[i]).attributes().get(task.name());
                if (label == null || logits[i].length == 0) {
                    continue;
                }
                Integer number = numbers.get(label);
                if (number == null) {
                    unknown++;
                } else {
                    int strongest = Logits.strongest(
                            logits[i], first, first + task.classes().size());
                    right[i] = strongest == first + number ? 1 : 0;
                }
            }
            int left = unknown;
            bootstrap.mean(right).ifPresent(figure -> figures.put(task.name(), new HeadFigure(figure, left)));
            first += task.classes().size();
        }
        return figures;
    }
}
