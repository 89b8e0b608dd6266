package dev.twinset.vision.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A trained model as one file: weights and the manifest that says what they are. The file is a zip of
 * {@code manifest.json} ({@link ModelManifest}) and {@code weights.bin}; nothing in it is ever run or deserialised into
 * objects other than records and arrays.
 *
 * <p>Immutable as long as the arrays of its tensors are not written to; any thread.
 */
public final class ModelBundle {
    /** The names of the models that are part of the project. */
    public static final List<String> BUILT_IN = List.of("accurate", "fast");

    /** The built-in model that is used where none is named. */
    public static final String DEFAULT = "accurate";

    private final ModelManifest manifest;
    private final Map<String, Tensor> weights;
    private final String modelId;

    private ModelBundle(ModelManifest manifest, Map<String, Tensor> weights, byte[] canonical) {
        this.manifest = manifest;
        this.weights = weights;
        String said = shapeOf(manifest.model()) + meaningOf(manifest.calibration());
        this.modelId = WeightTable.sha256(said.getBytes(UTF_8), canonical).substring(0, 12);
    }

    /** Every field by name, numbers in hexadecimal: the text, and so the model id, is the same on every JDK forever. */
    private static String shapeOf(ModelCard model) {
        CnnArchitecture net = model.architecture();
        InputRule input = model.input();
        return String.format(
                Locale.ROOT,
                """
                twinset model 2
                architecture %s side %d widths %s kernels %s strides %s hidden %d
                input %s mean %s std %s resize %s
                feature %d of classes %s shares %s
                """,
                net.name(),
                net.side(),
                net.widths(),
                net.kernels(),
                net.strides(),
                net.hidden(),
                input.colourOrder(),
                hexadecimal(input.mean()),
                hexadecimal(input.std()),
                input.resize(),
                model.feature().dimension(),
                model.tasks().stream().map(task -> task.classes().size()).toList(),
                hexadecimal(model.feature().shares()));
    }

    /** Nothing for a model without calibration: its id is the same as before calibrations existed. */
    private static String meaningOf(MatchCalibration calibration) {
        return calibration.points().stream()
                .map(point ->
                        "match " + Double.toHexString(point.score()) + " " + Double.toHexString(point.match()) + "\n")
                .collect(Collectors.joining());
    }

    private static List<String> hexadecimal(List<Double> values) {
        return values.stream().map(Double::toHexString).toList();
    }

    /**
     * A bundle of fresh weights, without calibration.
     *
     * @param weights the tensors that {@link #weights()} lists: {@code conv{0,1,2}.weight} [kernel, kernel, in, out],
     *     {@code norm{0,1,2,3}.gamma|beta|mean|variance}, {@code dense.weight} [flat, hidden] (flat in the order
     *     height, width, channel), {@code dense.bias}, {@code classes.weight} [hidden, classes], {@code classes.bias},
     *     and {@code feature.weight} where classes are part of the feature; not copied
     * @throws IllegalArgumentException if a tensor is missing, foreign, of another shape or not finite
     */
    public static ModelBundle of(ModelCard model, Map<String, Tensor> weights) {
        try {
            Map<String, Tensor> ordered = WeightTable.checked(WeightTable.shapes(model), weights);
            byte[] bytes = WeightTable.encode(ordered);
            ModelManifest.Weights table =
                    new ModelManifest.Weights(WeightTable.sha256(bytes), WeightTable.entries(ordered));
            int dimension = model.feature().dimension();
            return new ModelBundle(
                    new ModelManifest(ModelManifest.FORMAT_VERSION, dimension, model, MatchCalibration.NONE, table),
                    ordered,
                    bytes);
        } catch (InvalidModelException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The same network with what its scores mean: another model, because its answers mean something else. */
    public ModelBundle calibrated(MatchCalibration calibration) {
        ModelManifest said = new ModelManifest(
                manifest.formatVersion(), manifest.dimension(), manifest.model(), calibration, manifest.weights());
        return new ModelBundle(said, weights, WeightTable.encode(weights));
    }

    /** A network that has learnt nothing, for tests and for measurements of speed. */
    public static ModelBundle untrained(CnnArchitecture architecture, long seed) {
        return UntrainedModel.bundle(architecture, seed);
    }

    /**
     * Reads a bundle and checks all of it: entries, sizes, digest, finite weights.
     *
     * @throws IOException naming the file, what is wrong and what to do
     */
    public static ModelBundle read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "model bundle " + file + " does not exist: name a .twinset file, or one of "
                            + String.join(", ", BUILT_IN),
                    e);
        } catch (InvalidModelException e) {
            throw new IOException(
                    "model bundle " + file + " is refused: " + e.getMessage() + "; copy it again or use another", e);
        }
    }

    /**
     * A built-in model, or one from a file.
     *
     * @param model one of {@link #BUILT_IN}, or else a file
     * @throws IOException as {@link #read}
     */
    public static ModelBundle open(String model) throws IOException {
        return BUILT_IN.contains(model) ? builtIn(model) : read(Path.of(model));
    }

    /** The built-in model {@value #DEFAULT}. */
    public static ModelBundle standard() {
        return builtIn(DEFAULT);
    }

    private static ModelBundle builtIn(String name) {
        String resource = name + ".twinset";
        try (InputStream in = ModelBundle.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException("no resource " + resource + ": build the project again");
            }
            return parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in model " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static ModelBundle parse(InputStream in) throws IOException {
        byte[] zip = in.readNBytes(BundleArchive.MOST_FILE_BYTES);
        if (in.read() >= 0) {
            throw new InvalidModelException("is larger than " + BundleArchive.MOST_FILE_BYTES + " bytes");
        }
        BundleArchive archive = BundleArchive.parse(zip, WeightTable.MOST_BYTES);
        ModelManifest manifest = ManifestCodec.read(archive.manifest());
        ModelCard model = manifest.model();
        Map<String, int[]> expected = WeightTable.shapes(model);
        WeightTable.requireShapes(expected, ManifestCodec.shapes(manifest.weights()));
        if (archive.weights().length != WeightTable.bytes(expected)) {
            throw new InvalidModelException("weights.bin has " + archive.weights().length
                    + " bytes, the architecture expects " + WeightTable.bytes(expected));
        }
        String digest = WeightTable.sha256(archive.weights());
        if (!digest.equals(manifest.weights().sha256())) {
            throw new InvalidModelException("SHA-256 of weights.bin is " + digest + ", the manifest expects "
                    + manifest.weights().sha256());
        }
        Map<String, Tensor> ordered = WeightTable.checked(
                expected, WeightTable.decode(manifest.weights().tensors(), archive.weights()));
        return new ModelBundle(manifest, ordered, WeightTable.encode(ordered));
    }

    /**
     * A fingerprint of all that makes answers (architecture, input rule, weights, calibration): 12 lower-case
     * hexadecimal digits, so that it can be part of a topic's name.
     */
    public String modelId() {
        return modelId;
    }

    public ModelManifest manifest() {
        return manifest;
    }

    /** What the scores of its features mean. */
    public MatchCalibration calibration() {
        return manifest.calibration();
    }

    public CnnArchitecture architecture() {
        return manifest.model().architecture();
    }

    /** All tensors by name, in the order of the file. */
    public Map<String, Tensor> weights() {
        return weights;
    }

    /** @throws IllegalArgumentException if the architecture has no tensor of this name */
    public Tensor tensor(String name) {
        return WeightTable.at(weights, name);
    }

    /** A file whose tensors are in another order is written in ours, so its manifest is rebuilt. */
    private byte[] archived() {
        byte[] bytes = WeightTable.encode(weights);
        ModelManifest.Weights table =
                new ModelManifest.Weights(WeightTable.sha256(bytes), WeightTable.entries(weights));
        ModelManifest ours = new ModelManifest(
                manifest.formatVersion(), manifest.dimension(), manifest.model(), manifest.calibration(), table);
        return new BundleArchive(ManifestCodec.write(ours), bytes).bytes();
    }

    /** Writes the bundle, all or nothing: a reader finds the old file or the whole new one. */
    public void write(Path file) throws IOException {
        byte[] bytes = archived();
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
