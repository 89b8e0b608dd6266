package dev.twinset.benchmarks.why;

import dev.twinset.benchmarks.BenchReport;
import dev.twinset.benchmarks.Interleaved;
import dev.twinset.benchmarks.UnitVectors;
import dev.twinset.trainer.command.ModelOption;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.network.FeatureExplainer;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twinset bench why}: what it costs an answer to say how its scores come about. */
@Command(
        name = "why",
        description = "Reasons of an answer of five: their parts, and what each image looks like; one thread.",
        mixinStandardHelpOptions = true)
public final class WhyCommand implements Callable<Integer> {
    private static final int ITEMS = 5;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(names = "--rounds", defaultValue = "7", description = "Rounds; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "0.5", description = "Length of a turn; default ${DEFAULT-VALUE}.")
    private double seconds;

    @Override
    public Integer call() throws IOException {
        ModelBundle bundle = model.open();
        FeatureExplainer explainer = FeatureExplainer.of(bundle);
        Random random = new Random(1);
        int dimension = bundle.manifest().dimension();
        float[] asked = UnitVectors.random(random, dimension);
        List<float[]> found = Stream.generate(() -> UnitVectors.random(random, dimension))
                .limit(ITEMS)
                .toList();
        Interleaved.Result result = Interleaved.run(
                () -> Interleaved.rate(() -> explainer.explain(asked, found), seconds),
                () -> Interleaved.rate(
                        () -> {
                            explainer.looksLike(asked);
                            found.forEach(explainer::looksLike);
                        },
                        seconds),
                rounds);
        double parts = 1e6 / result.firstPerSecond();
        double looksLike = 1e6 / result.secondPerSecond();
        new BenchReport("why")
                .put("model", bundle.modelId())
                .put("items", ITEMS)
                .put("threads", 1)
                .put("partsMicroseconds", parts, 1)
                .put("looksLikeMicroseconds", looksLike, 1)
                .put("microsecondsPerAnswer", parts + looksLike, 1)
                .print(spec);
        return 0;
    }
}
