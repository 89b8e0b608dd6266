package dev.twinset.trainer.evaluate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.catalog.Catalog;
import dev.twinset.samples.SampleCatalog;
import dev.twinset.trainer.evaluate.data.EvaluationOptions;
import dev.twinset.trainer.evaluate.data.QuerySplit;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.evaluate.figures.StoredEvaluation;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the built-in model, and the code that runs it, on a catalogue that it has never seen. To store its figures
 * again for a new model:
 *
 * <pre>
 * ./twinset draw --items 400 --seed 5 --out drawn
 * ./twinset evaluate --catalog drawn --part all --no-baselines --out figures
 * cp figures/evaluation.json trainer/src/test/resources/dev/twinset/trainer/evaluate/default-model.json
 * </pre>
 */
final class DefaultModelIT {
    private static final int ITEMS = 400;
    private static final long SEED = 5;

    /** Java 17 and 25 draw slightly different pixels: that moves a figure by 0.0025 at most. */
    private static final double TOLERANCE = 0.02;

    @TempDir
    private Path folder;

    @BeforeEach
    void draw() throws IOException {
        SampleCatalog.draw(ITEMS, SEED, folder);
    }

    @Test
    void itsFiguresHaveNotDropped() throws Exception {
        assertThat(against(ModelBundle.standard()).dropped()).isEmpty();
    }

    @Test
    void aDamagedModelIsReported() throws Exception {
        ModelBundle model = ModelBundle.standard();
        Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
        weights.computeIfPresent("conv1.weight", (name, tensor) -> shuffled(tensor));

        StoredEvaluation.Comparison comparison =
                against(ModelBundle.of(model.manifest().model(), weights));

        assertThat(comparison.dropped())
                .anyMatch(figure -> figure.startsWith("all ndcgAt5 was "))
                .anyMatch(figure -> figure.startsWith("head articleType was "));
    }

    private static Tensor shuffled(Tensor tensor) {
        float[] values = tensor.values().clone();
        Random random = new Random(1);
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            float value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
        return new Tensor(tensor.shape(), values);
    }

    private StoredEvaluation.Comparison against(ModelBundle model) throws IOException, URISyntaxException {
        Path stored = Path.of(requireNonNull(getClass().getResource("default-model.json"), "no default-model.json")
                .toURI());
        EvaluationOptions options =
                EvaluationOptions.standard(2).withPart(QuerySplit.ALL).withoutBaselines();
        try (Evaluation evaluation = new RetrievalEvaluation(options, (task, total) -> done -> {})
                .run(List.of(Catalog.read(folder)), model)) {
            return StoredEvaluation.read(stored).compare(evaluation, TOLERANCE);
        }
    }
}
