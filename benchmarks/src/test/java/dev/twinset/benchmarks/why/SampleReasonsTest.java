package dev.twinset.benchmarks.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.samples.SampleCatalog;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import dev.twinset.vision.image.ImageDecoder;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.vision.image.InvalidImageException;
import dev.twinset.vision.network.CnnForward;
import dev.twinset.vision.network.FeatureExplainer;
import dev.twinset.worker.search.Cosine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reasons of the built-in model for the drawn catalogue. */
class SampleReasonsTest {
    private static final int ITEMS = 4 * CnnForward.BATCH;

    private final ModelBundle model = ModelBundle.standard();
    private final FeatureExplainer explainer = FeatureExplainer.of(model);
    private final List<float[]> features = new ArrayList<>();
    private final List<Map<String, String>> sure = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void partsAddUpToEachScoreAndAnImageLooksLikeTheClassesThatTheNetworkIsSureOf() throws Exception {
        SampleCatalog.draw(ITEMS, 3, directory);
        embed();
        for (float[] asked : features) {
            for (float[] found : features) {
                double sum = explainer.explain(asked, found).parts().values().stream()
                        .mapToDouble(part -> part)
                        .sum();
                assertThat(sum).isCloseTo(Cosine.score(asked, found), within(1e-6));
            }
        }
        int tasks = explainer.greatest().size() - 1; // all parts but the look
        long right = 0;
        for (int i = 0; i < ITEMS; i++) {
            Map<String, String> looksLike = explainer.looksLike(features.get(i));
            assertThat(looksLike).as("image %s", i).hasSize(tasks);
            right += sure.get(i).entrySet().stream()
                    .filter(looksLike.entrySet()::contains)
                    .count();
        }
        long all = sure.stream().mapToLong(Map::size).sum();
        assertThat(all).as("tasks in which the network is sure").isGreaterThan(2L * ITEMS);
        // a feature has fewer axes than there are classes: on 640 drawings 98 of 100 are right
        assertThat(right).as("of %s", all).isGreaterThan(all * 95 / 100);
    }

    private void embed() throws IOException, InvalidImageException {
        int side = model.architecture().side();
        byte[] rgb = new byte[side * side * CnnArchitecture.CHANNELS];
        List<Path> images;
        try (Stream<Path> files = Files.list(directory.resolve("images"))) {
            images = files.sorted().toList();
        }
        try (ImageDecoder decoder = new ImageDecoder(side, ImageLimits.DEFAULT);
                CnnForward forward = CnnForward.open(model)) {
            for (int from = 0; from < ITEMS; from += CnnForward.BATCH) {
                for (int slot = 0; slot < CnnForward.BATCH; slot++) {
                    decoder.decode(Files.readAllBytes(images.get(from + slot)), rgb, 0);
                    forward.load(slot, rgb, 0);
                }
                forward.run();
                for (int slot = 0; slot < CnnForward.BATCH; slot++) {
                    features.add(((Extraction.Feature) forward.outcome(slot)).vector());
                    sure.add(sureOf(forward.logits(slot)));
                }
            }
        }
    }

    /** Each task's class that is more than twice as probable as the next. */
    private Map<String, String> sureOf(float[] logits) {
        Map<String, String> sure = new HashMap<>();
        int from = 0;
        for (ModelCard.Task task : model.manifest().model().tasks()) {
            int classes = task.classes().size();
            float[] descending = Arrays.copyOfRange(logits, from, from + classes);
            Arrays.sort(descending);
            float most = descending[classes - 1];
            String name = task.name().toLowerCase(Locale.ROOT);
            for (int i = 0; i < classes; i++) {
                if (logits[from + i] == most
                        && most - descending[classes - 2] > Math.log(2)
                        && explainer.greatest().containsKey(name)) {
                    sure.put(name, task.classes().get(i));
                }
            }
            from += classes;
        }
        return sure;
    }
}
