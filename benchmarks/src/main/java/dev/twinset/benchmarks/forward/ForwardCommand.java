package dev.twinset.benchmarks.forward;

import ai.onnxruntime.OrtException;
import dev.twinset.benchmarks.BenchReport;
import dev.twinset.benchmarks.Interleaved;
import dev.twinset.trainer.command.ModelOption;
import dev.twinset.trainer.export.OnnxExporter;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.network.CnnForward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twinset bench forward}: the same weights here and in ONNX Runtime, turn by turn in one process. */
@Command(
        name = "forward",
        description =
                "Pixels to features: our forward pass and ONNX Runtime, same weights, one thread each, interleaved.",
        mixinStandardHelpOptions = true)
public final class ForwardCommand implements Callable<Integer> {
    /** Seconds in which the compiler is done with our loops. */
    private static final double LEAST_WARM_UP = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(names = "--rounds", defaultValue = "7", description = "Rounds of both; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "1.5", description = "CPU seconds of a turn; default ${DEFAULT-VALUE}.")
    private double seconds;

    @Override
    public Integer call() throws IOException, OrtException {
        ModelBundle bundle = model.open();
        Path onnx = Files.createTempFile("twinset", ".onnx");
        try (CnnForward ours = CnnForward.open(bundle)) {
            OnnxExporter.writeOnnx(bundle, onnx);
            try (OnnxForward peer = new OnnxForward(
                    onnx, CnnForward.BATCH, bundle.architecture().side())) {
                Pixels.fill(ours, bundle.architecture().side());
                double warmUp = Math.max(seconds, LEAST_WARM_UP);
                Interleaved.cpuRate(ours::run, warmUp);
                Interleaved.cpuRate(peer::run, warmUp);
                Interleaved.Result result = Interleaved.run(
                        () -> Interleaved.cpuRate(ours::run, seconds),
                        () -> Interleaved.cpuRate(peer::run, seconds),
                        rounds);
                double ourRate = result.firstPerSecond() * CnnForward.BATCH;
                double peerRate = result.secondPerSecond() * CnnForward.BATCH;
                new BenchReport("forward")
                        .put("model", bundle.modelId())
                        .put("architecture", bundle.architecture().name())
                        .put("kernels", ours.kernels().description())
                        .put("batch", CnnForward.BATCH)
                        .put("threads", 1)
                        .put("imagesPerSecond", Math.round(ourRate))
                        .put("onnxRuntimeImagesPerSecond", Math.round(peerRate))
                        .put("ratioToOnnxRuntime", result.ratio(), 3)
                        .put("gigaflops", ourRate * bundle.architecture().operations() / 1e9, 1)
                        .print(spec);
            }
        } finally {
            Files.deleteIfExists(onnx);
        }
        return 0;
    }
}
