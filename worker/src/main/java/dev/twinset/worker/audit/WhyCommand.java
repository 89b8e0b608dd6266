package dev.twinset.worker.audit;

import dev.twinset.contract.EventCodec;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.network.FeatureExplainer;
import dev.twinset.worker.app.WorkerConfig;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twinset why}. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description = {
            "Say how the score of two items comes about, and what the model takes each of them for.",
            "",
            "It reads its settings as twinset worker does, and changes nothing."
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:done", "1:an item or the features of the model are not there", "2:wrong use"})
public final class WhyCommand implements Callable<Integer> {
    @Mixin
    private AuditOptions options = new AuditOptions();

    @Parameters(index = "0", paramLabel = "A", description = "Id of an item.")
    @SuppressWarnings("NullAway.Init") // picocli refuses to run without it
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "Id of another item.")
    @SuppressWarnings("NullAway.Init") // picocli refuses to run without it
    private String second;

    @Override
    public Integer call() throws IOException, InterruptedException {
        WorkerConfig config = options.config();
        ModelBundle bundle = options.bundle(config);
        String model = bundle.modelId();
        EventCodec codec = new EventCodec(config.topics(), Clock.systemUTC(), "/twinset/audit");
        FeatureLog features = new FeatureLog(AuditOptions.records(config), config.topics(), codec);
        features.require(model);
        Comparison comparison = Comparison.of(
                FeatureExplainer.of(bundle),
                first,
                features.latest(model, first),
                second,
                features.latest(model, second));
        options.output().print(comparison::text, () -> comparison.json(model));
        return 0;
    }
}
