package dev.twinset.worker.models;

import dev.twinset.worker.app.WorkerConfig;
import dev.twinset.worker.models.ModelSwitch.Outcome;
import dev.twinset.worker.models.ModelSwitch.Terms;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twinset model switch}. */
@Command(
        name = "switch",
        mixinStandardHelpOptions = true,
        description = {
            "Let another model answer.",
            "",
            "The workers of the model before stop answering, and one of the new model takes over from the last event that"
                    + " they answered: each event is answered once. Afterwards they build, so that twinset model back"
                    + " works. A command that was killed can be run again: it continues the switch."
        },
        footer = {"", "twinset model switch 0123456789ab --refresh"},
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:the model answers",
            "1:refused, or no worker took over in time: the model before answers",
            "2:wrong use"
        })
final class ModelSwitchCommand implements Callable<Integer> {
    @Mixin
    private ModelOptions options = new ModelOptions();

    @Mixin
    private SwitchOptions how = new SwitchOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the model, as twinset model list prints it.")
    @SuppressWarnings("NullAway.Init") // picocli refuses to run without it
    private String model;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terms terms = how.terms(options.output());
        WorkerConfig config = options.config();
        try (KafkaModelCluster cluster = KafkaModelCluster.open(config)) {
            Outcome outcome = ModelOptions.changes(config, cluster).to(model, terms);
            options.output().print(() -> SwitchOptions.text(outcome), () -> SwitchOptions.json(outcome));
        }
        return 0;
    }
}
