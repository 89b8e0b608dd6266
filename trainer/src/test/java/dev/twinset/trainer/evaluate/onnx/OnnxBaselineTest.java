package dev.twinset.trainer.evaluate.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.catalog.Catalog;
import dev.twinset.trainer.evaluate.Nets;
import dev.twinset.trainer.evaluate.RetrievalEvaluation;
import dev.twinset.trainer.evaluate.baseline.ModelBaseline;
import dev.twinset.trainer.evaluate.data.EvaluationOptions;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.evaluate.figures.ModelResult;
import dev.twinset.trainer.export.OnnxExporter;
import dev.twinset.trainer.retrieval.FeatureMatrix;
import dev.twinset.trainer.retrieval.FigureNames;
import dev.twinset.trainer.training.DrawnShapes;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnnxBaselineTest {
    @TempDir
    private Path folder;

    @Test
    void aModelOfOursRunsThereAsItDoesHere() throws IOException {
        ModelBundle model = Nets.withHeads();
        Path onnx = Exported.to(folder.resolve("ours.onnx"), model, "feature");
        Catalog catalog = DrawnShapes.draw(40, folder.resolve("shapes"));
        try (EvaluationSet set = EvaluationSet.load(
                        List.of(catalog), EvaluationOptions.standard(1), (task, total) -> done -> {});
                OnnxBaseline network = OnnxBaseline.open(onnx, 2)) {
            FeatureMatrix theirs =
                    network.features(set, (task, total) -> done -> {}).unit();
            FeatureMatrix ours = new ModelBaseline("ours", model, 1).features(set, (task, total) -> done -> {});

            assertThat(network.name()).isEqualTo("ours");
            assertThat(theirs.values()).hasSameSizeAs(ours.values());
            for (int i = 0; i < theirs.values().length; i++) {
                assertThat(theirs.values()[i]).isCloseTo(ours.values()[i], within(1e-4f));
            }
            assertThat(network.megaflops()).as("which no runtime tells").isEmpty();
        }
    }

    @Test
    void anotherNetworkIsScoredFrozenAndWithOurDenseLayersTrainedOnIt() throws IOException {
        ModelBundle model = Nets.withHeads();
        Path onnx = Exported.to(folder.resolve("rival.onnx"), model, "feature");
        EvaluationOptions options =
                EvaluationOptions.standard(2).withoutBaselines().withNetworks(List.of(onnx));
        Catalog catalog = DrawnShapes.draw(150, folder.resolve("shapes"));

        try (Evaluation evaluation =
                new RetrievalEvaluation(options, (task, total) -> done -> {}).run(List.of(catalog), model)) {
            String precision = FigureNames.PRECISION + "articleType";
            assertThat(evaluation.results())
                    .extracting(ModelResult::name)
                    .containsExactly("model " + model.modelId(), "rival, frozen", "rival + our dense layers");
            double frozen = evaluation
                    .results()
                    .get(1)
                    .in(GalleryChoice.ALL)
                    .retrieval()
                    .mean(precision);
            assertThat(frozen)
                    .isCloseTo(
                            evaluation
                                    .evaluated()
                                    .in(GalleryChoice.ALL)
                                    .retrieval()
                                    .mean(precision),
                            within(0.03));
            assertThat(evaluation.results().get(2).dimension())
                    .as("the hidden layer and the classes")
                    .isEqualTo(256 + 6);
        }
    }

    @Test
    void aFileThatIsNotANetworkIsOneSentence() throws IOException {
        Path file = folder.resolve("text.onnx");
        assertThatIOException().isThrownBy(() -> OnnxBaseline.open(file, 1)).withMessage("no ONNX file at " + file);
        Files.writeString(file, "not a network");
        assertThatIOException()
                .isThrownBy(() -> OnnxBaseline.open(file, 1))
                .withMessageStartingWith(file + " is not a network that ONNX Runtime can run: ");
    }

    @Test
    void aNetworkWithAnotherInputIsOneSentence() throws IOException {
        Path words = network("words.onnx", TensorProto.DataType.INT64, 1, 128);
        assertThatIOException()
                .isThrownBy(() -> OnnxBaseline.open(words, 1))
                .withMessage(words + " takes in INT64 [1, 128], expected one float image of three channels and a fixed"
                        + " size: [n, 3, side, side] or [n, side, side, 3], n open or 1");
        Path oblong = network("oblong.onnx", TensorProto.DataType.FLOAT, 1, 3, 32, 64);
        assertThatIOException()
                .isThrownBy(() -> OnnxBaseline.open(oblong, 1))
                .withMessageStartingWith(oblong + " takes in FLOAT [1, 3, 32, 64], expected one float image");
    }

    @Test
    void theOutputMustBeNamedWhereThereAreSeveral() throws IOException {
        Path onnx = folder.resolve("ours.onnx");
        OnnxExporter.writeOnnx(Nets.withHeads(), onnx);
        Path contract = OnnxInputSpec.beside(onnx);
        Files.writeString(contract, "{\"output\": \"nothing\"}");
        assertThatIOException()
                .isThrownBy(() -> OnnxBaseline.open(onnx, 1))
                .withMessageStartingWith(onnx + " has no output nothing, only ")
                .withMessageEndingWith("; name one of them in " + contract);
    }

    @Test
    void aContractThatSaysNonsenseIsOneSentence() throws IOException {
        Path onnx = network("net.onnx", TensorProto.DataType.FLOAT, 1, 3, 8, 8);
        Path contract = OnnxInputSpec.beside(onnx);
        Files.writeString(contract, "{\"mean\": [1, 2]}");
        assertThatIOException()
                .isThrownBy(() -> OnnxBaseline.open(onnx, 1))
                .withMessage(contract + " is not a description of a network's input: mean is [1.0, 2.0], expected three"
                        + " numbers: red, green, blue");
        Files.writeString(contract, "{\"colour\": \"BGR\"}");
        assertThatIOException()
                .isThrownBy(() -> OnnxBaseline.open(onnx, 1))
                .withMessageStartingWith(contract + " is not a description of a network's input: Unrecognized field");
        Files.writeString(contract, "{\"std\": [1, 2, 3], \"mean\": [0, 0, 0], \"megaflops\": 7}");
        try (OnnxBaseline network = OnnxBaseline.open(onnx, 1)) {
            assertThat(network.megaflops()).hasValue(7);
            assertThat(network.inputRule()).contains("(byte - [0.0, 0.0, 0.0]) / [1.0, 2.0, 3.0]");
        }
    }

    /** Returns its input, an image flattened. */
    private Path network(String name, TensorProto.DataType type, long... shape) throws IOException {
        long length = 1;
        for (long axis : shape) {
            length *= axis;
        }
        String operation = shape.length == 4 ? "Flatten" : "Identity";
        GraphProto graph = GraphProto.newBuilder()
                .setName("net")
                .addInput(tensor("in", type, shape))
                .addOutput(shape.length == 4 ? tensor("out", type, 1, length) : tensor("out", type, shape))
                .addNode(NodeProto.newBuilder()
                        .setOpType(operation)
                        .setName("out")
                        .addInput("in")
                        .addOutput("out"))
                .build();
        Path file = folder.resolve(name);
        Files.write(
                file,
                ModelProto.newBuilder()
                        .setIrVersion(7)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                        .setGraph(graph)
                        .build()
                        .toByteArray());
        return file;
    }

    private static ValueInfoProto tensor(String name, TensorProto.DataType type, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (long length : shape) {
            dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(length));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(dimensions)))
                .build();
    }
}
