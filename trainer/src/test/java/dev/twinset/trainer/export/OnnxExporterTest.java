package dev.twinset.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.twinset.trainer.augmentation.BatchMaker;
import dev.twinset.trainer.augmentation.ImageBatch;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.trainer.network.TrainingNetwork;
import dev.twinset.trainer.training.DrawnShapes;
import dev.twinset.trainer.training.FeatureAxes;
import dev.twinset.trainer.training.TinyNet;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.FeatureRule;
import dev.twinset.vision.bundle.InputRule;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import dev.twinset.vision.network.CnnFeatureExtractor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime is the judge. */
final class OnnxExporterTest {
    private static final int SIDE = TinyNet.SHAPE.side();

    @TempDir
    private Path folder;

    @Test
    void otherRuntimesGiveTheFeaturesThatServe() throws Exception {
        requireServedFeatures(TinyNet.random(0.5f));
    }

    @Test
    void aNormalisationThatTurnsTheOrderStaysBehindItsPool() throws Exception {
        requireServedFeatures(TinyNet.random(-0.5f));
    }

    @Test
    void otherRuntimesGiveTheFeaturesThatKnowTheClasses() throws Exception {
        try (CatalogDataset data = shapes()) {
            InputRule rule = data.inputRule();
            int[] rows = data.rows(Split.TRAINING);
            try (TrainingNetwork network =
                    new TrainingNetwork(TinyNet.SHAPE, data.tasks(), List.of(1), TinyNet.HYPERPARAMETERS, 0, 10, 3)) {
                ModelBundle hidden = trained(network, data, rule, rows);
                ModelCard card = hidden.manifest().model().withFeature(FeatureAxes.rule(data.tasks()));

                ModelBundle whole = FeatureAxes.project(card, hidden.weights(), data);

                assertThat(whole.manifest().dimension()).isEqualTo(32 + 3 + 3);
                requireServedFeatures(whole);
            }
        }
    }

    @Test
    void otherRuntimesGiveTheLogitsOfTheTrainedNetwork() throws Exception {
        try (CatalogDataset data = shapes()) {
            InputRule rule = data.inputRule();
            int[] rows = data.rows(Split.TRAINING);
            try (TrainingNetwork network = new TrainingNetwork(
                            TinyNet.SHAPE, data.tasks(), List.of(1), TinyNet.HYPERPARAMETERS, 0, 10, 3);
                    OrtSession session = session(trained(network, data, rule, rows))) {
                ImageBatch batch = new BatchMaker(data, rule).plain(rows, 0, 8);
                List<float[]> expected = new ArrayList<>();
                network.averaged(() -> expected.addAll(List.of(network.logits(batch.images(), 8))));

                float[][] kinds = run(session, batch.images(), 8, "articleType");
                float[][] colours = run(session, batch.images(), 8, "baseColour");

                for (int i = 0; i < 8; i++) {
                    assertThat(kinds[i]).hasSize(3);
                    for (int j = 0; j < 3; j++) {
                        assertThat(kinds[i][j]).isCloseTo(expected.get(i)[j], within(1e-4f));
                        assertThat(colours[i][j]).isCloseTo(expected.get(i)[3 + j], within(1e-4f));
                    }
                }
                assertThat(session.getMetadata().getCustomMetadata())
                        .containsEntry("classes.articleType", "Cross\nDisc\nSquare")
                        .containsEntry("colour_order", "RGB")
                        .containsKeys("mean", "std", "model_id");
            }
        }
    }

    private ModelBundle trained(TrainingNetwork network, CatalogDataset data, InputRule rule, int[] rows)
            throws IOException {
        BatchMaker maker = new BatchMaker(data, rule);
        for (int step = 0; step < 3; step++) {
            ImageBatch batch = maker.plain(rows, step * 8, step * 8 + 16);
            network.step(batch.images(), batch.labels(), batch.teacher());
        }
        ModelCard card = new ModelCard(
                TinyNet.SHAPE,
                rule,
                data.tasks(),
                FeatureRule.hidden(TinyNet.SHAPE),
                new ModelCard.TrainingData("shapes", rows.length, Split.RULE),
                new ModelCard.TrainingSettings(1, 16, 0.005, 0.2, 3),
                new TreeMap<>());
        return ModelBundle.of(card, network.weights());
    }

    private void requireServedFeatures(ModelBundle model) throws Exception {
        try (CatalogDataset data = shapes();
                FeatureExtractor extractor = CnnFeatureExtractor.open(model, 1);
                OrtSession session = session(model)) {
            int[] rows = data.rows(Split.TRAINING);
            ImageBatch batch = new BatchMaker(data, model.manifest().model().input()).plain(rows, 0, 20);
            List<byte[]> images = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                images.add(Files.readAllBytes(data.item(rows[i]).image()));
            }
            List<Extraction> served = extractor.extract(images);
            float[][] exported = run(session, batch.images(), 20, OnnxExporter.FEATURE);

            for (int i = 0; i < 20; i++) {
                assertThat(served.get(i)).isInstanceOf(Extraction.Feature.class);
                float[] feature = ((Extraction.Feature) served.get(i)).vector();
                for (int j = 0; j < feature.length; j++) {
                    assertThat(exported[i][j]).isCloseTo(feature[j], within(1e-4f));
                }
            }
        }
    }

    private CatalogDataset shapes() throws IOException {
        return CatalogDataset.load(DrawnShapes.draw(60, folder.resolve("shapes")), SIDE, 2, done -> {});
    }

    private OrtSession session(ModelBundle model) throws IOException, OrtException {
        Path file = folder.resolve("model.onnx");
        OnnxExporter.writeOnnx(model, file);
        return OrtEnvironment.getEnvironment().createSession(file.toString());
    }

    private static float[][] run(OrtSession session, float[] nhwc, int n, String output) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {n, 3, SIDE, SIDE};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(channelsFirst(nhwc, n)), shape);
                OrtSession.Result result = session.run(Map.of(OnnxExporter.INPUT, input))) {
            return (float[][]) result.get(output).orElseThrow().getValue();
        }
    }

    private static float[] channelsFirst(float[] nhwc, int n) {
        float[] nchw = new float[nhwc.length];
        int pixels = SIDE * SIDE;
        for (int image = 0; image < n; image++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                for (int channel = 0; channel < 3; channel++) {
                    nchw[(image * 3 + channel) * pixels + pixel] = nhwc[(image * pixels + pixel) * 3 + channel];
                }
            }
        }
        return nchw;
    }
}
