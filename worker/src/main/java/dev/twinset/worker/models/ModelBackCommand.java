package dev.twinset.worker.models;

import dev.twinset.worker.app.WorkerConfig;
import dev.twinset.worker.models.ModelSwitch.Outcome;
import dev.twinset.worker.models.ModelSwitch.Terms;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code twinset model back}. */
@Command(
        name = "back",
        mixinStandardHelpOptions = true,
        description = "Let the model answer that answered before: twinset model switch, to that model.",
        footer = {"", "twinset model back --refresh"},
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:the model before answers",
            "1:refused, or no worker took over in time: nothing has changed",
            "2:wrong use"
        })
final class ModelBackCommand implements Callable<Integer> {
    @Mixin
    private ModelOptions options = new ModelOptions();

    @Mixin
    private SwitchOptions how = new SwitchOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terms terms = how.terms(options.output());
        WorkerConfig config = options.config();
        try (KafkaModelCluster cluster = KafkaModelCluster.open(config)) {
            Outcome outcome = ModelOptions.changes(config, cluster).back(terms);
            options.output().print(() -> SwitchOptions.text(outcome), () -> SwitchOptions.json(outcome));
        }
        return 0;
    }
}
