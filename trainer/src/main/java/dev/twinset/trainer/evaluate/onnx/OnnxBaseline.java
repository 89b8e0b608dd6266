package dev.twinset.trainer.evaluate.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.twinset.trainer.dataset.ImageSet;
import dev.twinset.trainer.evaluate.baseline.Baseline;
import dev.twinset.trainer.evaluate.data.EvaluationProgress;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.io.ImageBytes;
import dev.twinset.trainer.io.WorkerPool;
import dev.twinset.trainer.retrieval.FeatureMatrix;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.image.ImageDecoder;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.vision.image.InvalidImageException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Another network, run by ONNX Runtime on images decoded as ours are, at the size that it takes. */
public final class OnnxBaseline implements Baseline, AutoCloseable {
    private static final int CHANNELS = CnnArchitecture.CHANNELS;

    private final String name;
    private final OptionalDouble megaflops;
    private final OnnxInputSpec contract;
    private final OnnxSignature shape;
    private final OrtSession session;
    private final int threads;

    private OnnxBaseline(
            String name,
            OptionalDouble megaflops,
            OnnxInputSpec contract,
            OnnxSignature shape,
            OrtSession session,
            int threads) {
        this.name = name;
        this.megaflops = megaflops;
        this.contract = contract;
        this.shape = shape;
        this.session = session;
        this.threads = threads;
    }

    /** @throws IOException in one sentence, if the file does not turn an image into a vector */
    public static OnnxBaseline open(Path file, int threads) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no ONNX file at " + file);
        }
        OnnxInputSpec contract = OnnxInputSpec.of(file);
        OrtSession session = session(file);
        try {
            OnnxSignature shape = OnnxSignature.of(session, file, contract.output());
            String stem = String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", "");
            OptionalDouble megaflops =
                    contract.megaflops().map(OptionalDouble::of).orElse(OptionalDouble.empty());
            return new OnnxBaseline(contract.name().orElse(stem), megaflops, contract, shape, session, threads);
        } catch (IOException | RuntimeException e) {
            close(session);
            throw e;
        }
    }

    private static OrtSession session(Path file) throws IOException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // each of our threads runs its own images
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return OrtEnvironment.getEnvironment().createSession(file.toString(), options);
        } catch (OrtException e) {
            throw new IOException(file + " is not a network that ONNX Runtime can run: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OptionalDouble megaflops() {
        return megaflops;
    }

    /** What its pixels are, for a reader. */
    public String inputRule() {
        return shape.side() + "x" + shape.side() + " RGB, (byte - " + contract.mean() + ") / " + contract.std()
                + ", output " + shape.output();
    }

    @Override
    public FeatureMatrix features(EvaluationSet set, EvaluationProgress progress) throws IOException {
        ImageSet images = set.images();
        int[] rows = IntStream.range(0, images.size()).toArray();
        return features(images, rows, progress.begin(name, rows.length));
    }

    /** @param done receives how many rows are done, from any thread */
    public FeatureMatrix features(ImageSet images, int[] rows, IntConsumer done) throws IOException {
        float[] values = new float[Math.multiplyExact(rows.length, shape.dimension())];
        AtomicInteger next = new AtomicInteger();
        AtomicInteger finished = new AtomicInteger();
        WorkerPool.run(threads, "run " + name, () -> {
            work(images, rows, next, finished, done, values);
            return null;
        });
        return new FeatureMatrix(shape.dimension(), values);
    }

    private void work(
            ImageSet images, int[] rows, AtomicInteger next, AtomicInteger finished, IntConsumer done, float[] values)
            throws IOException, OrtException, InvalidImageException {
        int batch = shape.mostImages();
        byte[] rgb = new byte[shape.side() * shape.side() * CHANNELS];
        float[] input = new float[batch * rgb.length];
        try (ImageDecoder decoder = new ImageDecoder(shape.side(), ImageLimits.DEFAULT)) {
            for (int from = next.getAndAdd(batch); from < rows.length; from = next.getAndAdd(batch)) {
                int count = Math.min(batch, rows.length - from);
                for (int i = 0; i < count; i++) {
                    decoder.decode(
                            ImageBytes.read(images.item(rows[from + i]).image(), ImageLimits.DEFAULT.maxBytes()),
                            rgb,
                            0);
                    normalise(rgb, input, i * rgb.length);
                }
                run(input, count, values, from * shape.dimension());
                done.accept(finished.addAndGet(count));
            }
        }
    }

    private void normalise(byte[] rgb, float[] input, int at) {
        int cells = shape.side() * shape.side();
        for (int channel = 0; channel < CHANNELS; channel++) {
            float mean = contract.mean().get(channel).floatValue();
            float std = contract.std().get(channel).floatValue();
            for (int cell = 0; cell < cells; cell++) {
                int to = shape.channelsFirst() ? channel * cells + cell : cell * CHANNELS + channel;
                input[at + to] = ((rgb[cell * CHANNELS + channel] & 255) - mean) / std;
            }
        }
    }

    private void run(float[] input, int count, float[] values, int at) throws IOException, OrtException {
        long side = shape.side();
        long[] dimensions = shape.channelsFirst()
                ? new long[] {count, CHANNELS, side, side}
                : new long[] {count, side, side, CHANNELS};
        FloatBuffer images = FloatBuffer.wrap(input, 0, Math.toIntExact(side * side * CHANNELS * count));
        try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), images, dimensions);
                OrtSession.Result result = session.run(Map.of(shape.input(), tensor), Set.of(shape.output()))) {
            FloatBuffer output = ((OnnxTensor) result.get(0)).getFloatBuffer();
            if (output.remaining() != count * shape.dimension()) {
                throw new IOException("it gave " + output.remaining() + " values for " + count + " images, expected "
                        + shape.dimension() + " each");
            }
            for (int i = 0; i < output.remaining(); i++) {
                if (!Float.isFinite(output.get(i))) {
                    throw new IOException("it gave " + output.get(i)
                            + ", expected finite numbers; see the input rule in " + "FILE.onnx.json");
                }
            }
            output.get(values, at, count * shape.dimension());
        }
    }

    @Override
    public void close() {
        close(session);
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot close a session", e);
        }
    }
}
