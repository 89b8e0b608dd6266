package dev.twinset.trainer.evaluate.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a network takes and gives, as its file says.
 *
 * @param side of the square image, pixels
 * @param channelsFirst whether the input is [n, 3, side, side] rather than [n, side, side, 3]
 * @param mostImages in one run; some files take one only
 * @param output name of the feature
 */
record OnnxSignature(String input, int side, boolean channelsFirst, int mostImages, String output, int dimension) {
    private static final int MOST_SIDE = 1024;
    private static final int BATCH = 16;
    private static final List<String> USUAL_OUTPUTS = List.of("features", "feature", "embedding", "embeddings");

    /** @throws IOException if the network does not turn one image into one vector */
    static OnnxSignature of(OrtSession session, Path file, Optional<String> wantedOutput) throws IOException {
        try {
            Map<String, NodeInfo> inputs = session.getInputInfo();
            String taken = described(inputs);
            if (inputs.size() != 1) {
                throw wrongInput(file, taken);
            }
            NodeInfo input = inputs.values().iterator().next();
            if (!(input.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
                throw wrongInput(file, taken);
            }
            long[] shape = tensor.getShape();
            boolean channelsFirst = shape.length == 4 && shape[1] == 3;
            boolean channelsLast = shape.length == 4 && shape[3] == 3;
            if (!channelsFirst && !channelsLast) {
                throw wrongInput(file, taken);
            }
            long height = shape[channelsFirst ? 2 : 1];
            long width = shape[channelsFirst ? 3 : 2];
            if (height != width || height < 1 || height > MOST_SIDE) {
                throw wrongInput(file, taken);
            }
            int most = shape[0] < 0 ? BATCH : Math.toIntExact(shape[0]);
            if (most != 1 && shape[0] >= 0) {
                throw wrongInput(file, taken);
            }
            NodeInfo output = output(session.getOutputInfo(), file, wantedOutput);
            return new OnnxSignature(
                    input.getName(), (int) height, channelsFirst, most, output.getName(), dimension(output, file));
        } catch (OrtException e) {
            throw new IOException(file + ": its inputs and outputs cannot be read: " + e.getMessage(), e);
        }
    }

    private static NodeInfo output(Map<String, NodeInfo> outputs, Path file, Optional<String> wanted)
            throws IOException {
        if (wanted.isPresent()) {
            NodeInfo output = outputs.get(wanted.get());
            if (output == null) {
                throw new IOException(file + " has no output " + wanted.get() + ", only " + described(outputs)
                        + "; name one of them in " + OnnxInputSpec.beside(file));
            }
            return output;
        }
        Optional<NodeInfo> usual = USUAL_OUTPUTS.stream()
                .filter(outputs::containsKey)
                .map(outputs::get)
                .findFirst();
        if (usual.isEmpty() && outputs.size() != 1) {
            throw new IOException(file + " has the outputs " + described(outputs)
                    + ": say which is the feature, as {\"output\": \"...\"} in " + OnnxInputSpec.beside(file));
        }
        return usual.orElseGet(() -> outputs.values().iterator().next());
    }

    private static int dimension(NodeInfo output, Path file) throws IOException {
        if (output.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
            long[] shape = tensor.getShape();
            long length = Arrays.stream(shape).skip(1).reduce(1, (one, other) -> one * other);
            boolean open = Arrays.stream(shape).skip(1).anyMatch(axis -> axis < 1);
            if (shape.length >= 2 && !open && length <= 1 << 16) {
                return (int) length;
            }
        }
        throw new IOException(file + " gives " + output + ", expected one float vector for each image, [n, length]");
    }

    private static IOException wrongInput(Path file, String taken) {
        return new IOException(file + " takes " + taken
                + ", expected one float image of three channels and a fixed size: [n, 3, side, side] or [n, side, side, 3],"
                + " n open or 1");
    }

    private static String described(Map<String, NodeInfo> nodes) {
        return nodes.values().stream()
                .map(node -> node.getName() + " "
                        + (node.getInfo() instanceof TensorInfo tensor
                                ? tensor.type + " " + Arrays.toString(tensor.getShape())
                                : "that is not a tensor"))
                .collect(Collectors.joining(", "));
    }
}
