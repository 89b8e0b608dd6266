package dev.twinset.trainer.evaluate.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/**
 * Counts the additions and multiplications of a network's convolutions and products, by following the side of the map
 * from node to node. Networks of another make stay uncounted.
 */
final class OnnxWork {
    private static final long MOST_BYTES = 1L << 30;

    private final Map<String, List<Long>> constants = new HashMap<>();
    private final Map<String, Integer> sides = new HashMap<>();
    private double operations;

    private OnnxWork() {}

    /** @return empty if the network has a part that is not understood */
    static OptionalDouble megaflops(Path file, int side) {
        try (InputStream in = Files.newInputStream(file)) {
            return Files.size(file) > MOST_BYTES
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(
                            new OnnxWork().count(ModelProto.parseFrom(in).getGraph(), side) / 1e6);
        } catch (IOException | IllegalStateException e) {
            return OptionalDouble.empty(); // it runs all the same; only its work is not known
        }
    }

    private double count(GraphProto graph, int side) {
        for (TensorProto constant : graph.getInitializerList()) {
            constants.put(constant.getName(), constant.getDimsList());
        }
        graph.getInputList().stream()
                .filter(input -> !constants.containsKey(input.getName()))
                .forEach(input -> sides.put(input.getName(), side));
        graph.getNodeList().forEach(this::count);
        return operations;
    }

    private void count(NodeProto node) {
        switch (node.getOpType()) {
            case "Conv" -> convolution(node);
            case "MaxPool", "AveragePool" -> gives(node, window(node, numbers(node, "kernel_shape")));
            case "Gemm", "MatMul" -> product(node);
            case "GlobalAveragePool", "GlobalMaxPool", "ReduceMean" -> gives(node, 1);
            default ->
                node.getInputList().stream()
                        .filter(sides::containsKey)
                        .findFirst()
                        .ifPresent(input -> gives(node, sides.getOrDefault(input, 1)));
        }
    }

    private void convolution(NodeProto node) {
        List<Long> weight = constant(node.getInput(1));
        int side = window(node, weight.subList(2, weight.size()));
        operations += 2.0 * weight.stream().reduce(1L, (one, other) -> one * other) * side * side;
        gives(node, side);
    }

    private void product(NodeProto node) {
        operations += 2.0 * constant(node.getInput(1)).stream().reduce(1L, (one, other) -> one * other);
        gives(node, 1);
    }

    /** Side of the map that leaves a sliding window. */
    private int window(NodeProto node, List<Long> kernel) {
        Integer side = sides.get(node.getInput(0));
        if (side == null || kernel.isEmpty()) {
            throw new IllegalStateException("the map into " + node.getName() + " is not known");
        }
        List<Long> pads = numbers(node, "pads");
        List<Long> strides = numbers(node, "strides");
        List<Long> dilations = numbers(node, "dilations");
        long padding = pads.isEmpty() ? 0 : pads.get(0) + pads.get(pads.size() / 2);
        long stride = strides.isEmpty() ? 1 : strides.get(0);
        long reach = (kernel.get(0) - 1) * (dilations.isEmpty() ? 1 : dilations.get(0)) + 1;
        return Math.toIntExact((side + padding - reach) / stride + 1);
    }

    private List<Long> constant(String name) {
        List<Long> shape = constants.get(name);
        if (shape == null) {
            throw new IllegalStateException("the shape of " + name + " is not known");
        }
        return shape;
    }

    private static List<Long> numbers(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst()
                .map(AttributeProto::getIntsList)
                .orElse(List.of());
    }

    private void gives(NodeProto node, int side) {
        node.getOutputList().forEach(output -> sides.put(output, side));
    }
}
