package dev.twinset.vision.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The tensors a network has: names, shapes and order, and their bytes.
 *
 * <pre>
 * conv0.weight   kernel, kernel, channels in, width     norm0.{gamma,beta,mean,variance}   width
 * conv1.weight   the same for the second block          norm1.*
 * conv2.weight   and the third                          norm2.*
 * dense.weight   flat (height, width, channel), hidden
 * dense.bias     hidden                                 norm3.*                            hidden
 * classes.weight hidden, classes                        classes.bias                       classes
 * feature.weight hidden and classes with a share, dimension; only where classes have a share
 * </pre>
 */
final class WeightTable {
    /** 64 MiB, eight times what shape L needs: the most a bundle's weights may take. */
    static final int MOST_BYTES = 64 << 20;

    private WeightTable() {}

    /** Name to shape, in the order of the file. */
    static Map<String, int[]> shapes(ModelCard model) {
        CnnArchitecture net = model.architecture();
        Map<String, int[]> shapes = new LinkedHashMap<>();
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            int kernel = net.kernels().get(block);
            int width = net.widths().get(block);
            shapes.put("conv" + block + ".weight", new int[] {kernel, kernel, net.channelsInto(block), width});
            norm(shapes, block, width);
        }
        shapes.put("dense.weight", new int[] {net.flat(), net.hidden()});
        shapes.put("dense.bias", new int[] {net.hidden()});
        norm(shapes, CnnArchitecture.BLOCKS, net.hidden());
        shapes.put("classes.weight", new int[] {net.hidden(), model.classes()});
        shapes.put("classes.bias", new int[] {model.classes()});
        if (model.feature().usesClasses()) {
            shapes.put(
                    "feature.weight",
                    new int[] {model.featureInputs(), model.feature().dimension()});
        }
        return shapes;
    }

    private static void norm(Map<String, int[]> shapes, int index, int width) {
        for (String part : List.of("gamma", "beta", "mean", "variance")) {
            shapes.put("norm" + index + "." + part, new int[] {width});
        }
    }

    /** The same tensors in the order of the file, or what is wrong with them. */
    static Map<String, Tensor> checked(Map<String, int[]> expected, Map<String, Tensor> tensors)
            throws InvalidModelException {
        requireShapes(
                expected,
                tensors.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, tensor -> tensor.getValue().shape())));
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        for (String name : expected.keySet()) {
            Tensor tensor = at(tensors, name);
            requireUsable(name, tensor.values());
            ordered.put(name, tensor);
        }
        return Collections.unmodifiableMap(ordered);
    }

    /** Names and shapes only, so that a file is refused before anything of the claimed size is allocated. */
    static void requireShapes(Map<String, int[]> expected, Map<String, int[]> actual) throws InvalidModelException {
        for (String name : actual.keySet()) {
            if (!expected.containsKey(name)) {
                throw new InvalidModelException("tensor " + name + " does not belong to this architecture");
            }
        }
        for (Map.Entry<String, int[]> entry : expected.entrySet()) {
            int[] shape = actual.get(entry.getKey());
            if (shape == null) {
                throw new InvalidModelException("tensor " + entry.getKey() + " is missing");
            }
            if (!Arrays.equals(shape, entry.getValue())) {
                throw new InvalidModelException("tensor " + entry.getKey() + " has shape " + Arrays.toString(shape)
                        + ", the architecture expects " + Arrays.toString(entry.getValue()));
            }
        }
    }

    private static void requireUsable(String name, float[] values) throws InvalidModelException {
        boolean variance = name.endsWith(".variance");
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i]) || (variance && values[i] < 0)) {
                throw new InvalidModelException("tensor " + name + " holds " + values[i] + " at " + i
                        + ", expected a finite number" + (variance ? " of at least 0" : ""));
            }
        }
    }

    static byte[] encode(Map<String, Tensor> tensors) {
        long size = tensors.values().stream()
                .mapToLong(tensor -> tensor.values().length)
                .sum();
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(size * Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        for (Tensor tensor : tensors.values()) {
            bytes.asFloatBuffer().put(tensor.values());
            bytes.position(bytes.position() + tensor.values().length * Float.BYTES);
        }
        return bytes.array();
    }

    static Map<String, Tensor> decode(List<ModelManifest.Entry> table, byte[] weights) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ModelManifest.Entry entry : table) {
            int[] shape = shape(entry);
            float[] values = new float[Math.toIntExact(Tensor.size(shape))];
            bytes.asFloatBuffer().get(values);
            bytes.position(bytes.position() + values.length * Float.BYTES);
            tensors.put(entry.name(), new Tensor(shape, values));
        }
        return tensors;
    }

    static List<ModelManifest.Entry> entries(Map<String, Tensor> tensors) {
        List<ModelManifest.Entry> entries = new ArrayList<>();
        tensors.forEach((name, tensor) -> entries.add(new ModelManifest.Entry(
                name, IntStream.of(tensor.shape()).boxed().toList())));
        return entries;
    }

    static int[] shape(ModelManifest.Entry entry) {
        return entry.shape().stream().mapToInt(Integer::intValue).toArray();
    }

    static long bytes(Map<String, int[]> shapes) {
        return shapes.values().stream().mapToLong(Tensor::size).sum() * Float.BYTES;
    }

    static String sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A map's value where a check before has made sure that it is there. */
    static <V> V at(Map<String, V> map, String name) {
        V value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("tensor " + name + " is not one of " + map.keySet());
        }
        return value;
    }
}
