package dev.twinset.trainer.export;

import static dev.twinset.trainer.export.OnnxGraphBuilder.number;
import static dev.twinset.trainer.export.OnnxGraphBuilder.numbers;
import static dev.twinset.trainer.export.OnnxGraphBuilder.real;

import dev.twinset.trainer.io.AtomicFile;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.FeatureRule;
import dev.twinset.vision.bundle.InputRule;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import dev.twinset.vision.bundle.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;

/**
 * A model bundle as an ONNX file (opset {@value #OPSET}), for any runtime.
 *
 * <p>Input {@code image}: float32 [n, 3, side, side], made by the steps of {@link FeatureRecipe}, which are in the
 * file's metadata ({@code input}) with mean, std and the feature of the example picture ({@code example.feature}).
 * Outputs {@code feature}: float32 [n, dimension], unit vectors; and, named after each task, its logits, before
 * softmax, whose class names are in the metadata.
 *
 * <p>Normalisation is folded into the weights; behind a pool only where every gamma is positive, else it stays a node.
 */
public final class OnnxExporter {
    public static final String INPUT = "image";
    public static final String FEATURE = "feature";

    private static final int OPSET = 13;
    private static final int IR_VERSION = 7;

    private final ModelBundle model;
    private final CnnArchitecture architecture;
    private final OnnxGraphBuilder graph = new OnnxGraphBuilder("twinset");

    private OnnxExporter(ModelBundle model) {
        this.model = model;
        this.architecture = model.architecture();
    }

    /**
     * Writes the file, all or nothing, over one that is there.
     *
     * @return the feature of the example picture
     */
    public static float[] writeOnnx(ModelBundle model, Path file) throws IOException {
        float[] example = FeatureRecipe.exampleFeature(model);
        AtomicFile.write(file, new OnnxExporter(model).proto(example).toByteArray());
        return example;
    }

    private ModelProto proto(float[] example) {
        graph.input(INPUT, CnnArchitecture.CHANNELS, architecture.side(), architecture.side());
        String last = INPUT;
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            last = addBlock(block, last);
        }
        addHidden(last);
        addTasks();
        addFeature();
        ModelProto.Builder proto = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setProducerName("twinset")
                .setDocString(documentation())
                .setGraph(graph.build());
        metadata(example)
                .forEach((key, value) -> proto.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return proto.build();
    }

    /** ReLU and the maximum may change places; right behind the convolution, runtimes make one operation of both. */
    private String addBlock(int block, String from) {
        String convolution = "conv" + block;
        String pool = "pool" + block;
        String relu = "relu" + block;
        BatchNorm norm = BatchNorm.of(model, block);
        Tensor weight = model.tensor(convolution + ".weight");
        if (norm.keepsOrder()) {
            float[] noBias = new float[architecture.widths().get(block)];
            addWeight(convolution, norm.foldedWeight(weight));
            graph.constant(convolution + ".bias", norm.foldedBias(noBias));
            addConvolution(block, List.of(from, convolution + ".weight", convolution + ".bias"));
            graph.node("Relu", relu, List.of(convolution));
            addPool(pool, relu);
            return pool;
        }
        addWeight(convolution, weight);
        addConvolution(block, List.of(from, convolution + ".weight"));
        addPool(pool, convolution);
        addNorm("norm" + block, pool);
        graph.node("Relu", relu, List.of("norm" + block));
        return relu;
    }

    /** From [height, width, in, out] to [out, in, height, width]. */
    private void addWeight(String convolution, Tensor weight) {
        graph.constant(convolution + ".weight", TensorAxes.permuted(weight, 3, 2, 0, 1));
    }

    private void addConvolution(int block, List<String> inputs) {
        long kernel = architecture.kernels().get(block);
        long stride = architecture.strides().get(block);
        long pad = kernel / 2;
        graph.node(
                "Conv",
                "conv" + block,
                inputs,
                numbers("kernel_shape", kernel, kernel),
                numbers("strides", stride, stride),
                numbers("pads", pad, pad, pad, pad));
    }

    private void addPool(String name, String from) {
        graph.node("MaxPool", name, List.of(from), numbers("kernel_shape", 2, 2), numbers("strides", 2, 2));
    }

    private void addNorm(String name, String from) {
        List<String> parts = List.of("gamma", "beta", "mean", "variance");
        for (String part : parts) {
            graph.constant(name + "." + part, model.tensor(name + "." + part));
        }
        graph.node(
                "BatchNormalization",
                name,
                List.of(from, name + ".gamma", name + ".beta", name + ".mean", name + ".variance"),
                real("epsilon", BatchNorm.EPSILON));
    }

    private void addHidden(String from) {
        BatchNorm norm = BatchNorm.of(model, CnnArchitecture.BLOCKS);
        int side = architecture.sideAfter(CnnArchitecture.BLOCKS - 1);
        int width = architecture.widths().get(CnnArchitecture.BLOCKS - 1);
        Tensor weight = norm.foldedWeight(model.tensor("dense.weight"));
        // the bundle flattens as height, width, channel; ONNX as channel, height, width
        Tensor channelFirst =
                TensorAxes.permuted(TensorAxes.reshaped(weight, side, side, width, architecture.hidden()), 2, 0, 1, 3);
        graph.constant("dense.weight", TensorAxes.reshaped(channelFirst, architecture.flat(), architecture.hidden()));
        graph.constant("dense.bias", norm.foldedBias(model.tensor("dense.bias").values()));
        graph.node("Flatten", "flat", List.of(from), number("axis", 1));
        graph.node("Gemm", "dense", List.of("flat", "dense.weight", "dense.bias"));
        graph.node("Relu", "hidden", List.of("dense"));
    }

    /** As {@link FeatureRule} has it. */
    private void addFeature() {
        FeatureRule rule = model.manifest().model().feature();
        graph.output(FEATURE, rule.dimension());
        if (!rule.usesClasses()) {
            addUnit(FEATURE, "hidden");
            return;
        }
        addUnit("hidden.unit", "hidden");
        List<String> parts = new ArrayList<>(List.of("hidden.unit"));
        for (int task = 0; task < rule.shares().size(); task++) {
            double share = rule.shares().get(task);
            if (share > 0) {
                parts.add(addClasses(model.manifest().model().tasks().get(task).name(), share));
            }
        }
        graph.constant("feature.weight", model.tensor("feature.weight"));
        graph.node("Concat", "feature.row", parts, number("axis", 1));
        graph.node("MatMul", "feature.axes", List.of("feature.row", "feature.weight"));
        addUnit(FEATURE, "feature.axes");
    }

    private String addClasses(String task, double share) {
        String root = task + ".root";
        graph.constant(task + ".length", new Tensor(new int[] {1}, new float[] {(float) Math.sqrt(share)}));
        graph.node("Softmax", task + ".probabilities", List.of(task), number("axis", 1));
        graph.node("Sqrt", root, List.of(task + ".probabilities"));
        graph.node("Mul", task + ".part", List.of(root, task + ".length"));
        return task + ".part";
    }

    private void addUnit(String name, String from) {
        graph.node("LpNormalization", name, List.of(from), number("axis", 1), number("p", 2));
    }

    private void addTasks() {
        Tensor weight = model.tensor("classes.weight");
        Tensor bias = TensorAxes.reshaped(
                model.tensor("classes.bias"), 1, model.manifest().model().classes());
        int from = 0;
        for (ModelCard.Task task : model.manifest().model().tasks()) {
            int to = from + task.classes().size();
            String name = task.name();
            graph.constant(name + ".weight", TensorAxes.columns(weight, from, to));
            graph.constant(name + ".bias", TensorAxes.reshaped(TensorAxes.columns(bias, from, to), to - from));
            graph.node("Gemm", name, List.of("hidden", name + ".weight", name + ".bias"));
            graph.output(name, to - from);
            from = to;
        }
    }

    private String documentation() {
        return "Twinset model " + model.modelId() + ". Input " + INPUT + ": "
                + String.join(". ", FeatureRecipe.steps(model)) + ". Output " + FEATURE
                + ": unit vector; compare by dot product. The other outputs are logits, one per class.";
    }

    private Map<String, String> metadata(float[] example) {
        InputRule rule = model.manifest().model().input();
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("model_id", model.modelId());
        metadata.put("colour_order", rule.colourOrder());
        metadata.put("mean", joined(rule.mean()));
        metadata.put("std", joined(rule.std()));
        metadata.put("resize", rule.resize());
        metadata.put("input", String.join("\n", FeatureRecipe.steps(model)));
        metadata.put(
                "example.feature",
                joined(IntStream.range(0, example.length)
                        .mapToObj(i -> example[i])
                        .toList()));
        for (ModelCard.Task task : model.manifest().model().tasks()) {
            metadata.put("classes." + task.name(), String.join("\n", task.classes()));
        }
        return metadata;
    }

    private static String joined(List<? extends Number> values) {
        return String.join(" ", values.stream().map(String::valueOf).toList());
    }
}
